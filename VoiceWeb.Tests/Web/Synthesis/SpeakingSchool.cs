using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using VoiceWeb.Consent;
using VoiceWeb.Data;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Pronunciations;
using VoiceWeb.Security;
using VoiceWeb.Synthesis;

namespace VoiceWeb.Tests.Web.Synthesis;

/// <summary>An installation that speaks with the <see cref="FakeSpeechEngine"/>: schools, teachers, voices with consent, workers on demand.</summary>
public sealed class SpeakingSchool : IAsyncDisposable
{
    private readonly TestInstallation _installation;
    private readonly List<IHostedService> _workers = [];

    private SpeakingSchool(TestInstallation installation, FakeSpeechEngine engine)
    {
        _installation = installation;
        Engine = engine;
    }

    public FakeSpeechEngine Engine { get; }

    public TestInstallation Installation => _installation;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A fresh installation, or a second process over the data of another.</summary>
    public static async Task<SpeakingSchool> StartAsync(SpeakingSchool? over = null, params (string Key, string Value)[] settings)
    {
        var engine = new FakeSpeechEngine();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { ["Synthesis:Parallelism"] = "2", ["Synthesis:PollSeconds"] = "1" }
                .Concat(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)))
                .GroupBy(s => s.Key).ToDictionary(g => g.Key, g => g.Last().Value)).Build();
        return new SpeakingSchool(
            await TestInstallation.StartAsync(
                services => services
                    .AddSingleton<IConfiguration>(configuration)
                    .AddSingleton<ConsentGate>()
                    .AddSingleton<VoiceWeb.Engine.Text.TextFrontEnd>()
                    .AddSingleton<ISpeechEngine>(engine)
                    .AddPronunciations()
                    .AddSynthesis()
                    .AddSingleton<IMarkReader>(new FakeMarkReader()),
                over?._installation.Directory.Root),
            engine);
    }

    public T Get<T>()
        where T : notnull => _installation.Get<T>();

    /// <summary>Lets jobs be worked on from now on.</summary>
    public async Task WorkAsync()
    {
        foreach (var worker in _installation.Services.GetServices<IHostedService>().OfType<SynthesisWorker>())
        {
            await worker.StartAsync(Token);
            _workers.Add(worker);
        }
    }

    /// <summary>Stops the workers in an orderly way.</summary>
    public async Task RestAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.StopAsync(Token);
        }

        _workers.Clear();
    }

    public async Task<Guid> AddTenantAsync(int dailyCharacters = 1_000_000)
    {
        await using var db = await _installation.Databases.OpenForInstallationAsync(Token);
        var tenant = new Tenant { Id = Guid.NewGuid(), Name = "School", CreatedAt = DateTimeOffset.UtcNow, DailyCharactersPerMember = dailyCharacters };
        db.Tenants.Add(tenant);
        await db.SaveChangesAsync(Token);
        return tenant.Id;
    }

    public async Task<CurrentUser> AddTeacherAsync(Guid tenantId, TenantRole role = TenantRole.Teacher)
    {
        await using var db = await _installation.Databases.OpenForInstallationAsync(Token);
        var user = new AppUser { DisplayName = "Teacher", CreatedAt = DateTimeOffset.UtcNow };
        user.UserName = user.Id;
        db.Users.Add(user);
        db.Memberships.Add(new Membership { Id = Guid.NewGuid(), TenantId = tenantId, UserId = user.Id, Role = role });
        await db.SaveChangesAsync(Token);
        return new CurrentUser(user.Id, tenantId, role, false, user.DisplayName);
    }

    /// <summary>A voice that its speaker has consented to, with a profile of its own.</summary>
    public async Task<(Guid Id, byte[] Profile)> AddVoiceAsync(CurrentUser speaker)
    {
        var profile = Guid.NewGuid().ToByteArray();
        var blob = await _installation.Blobs.SaveAsync(new MemoryStream(profile), Token);
        await using var db = await _installation.Databases.OpenForTenantAsync(speaker.TenantId, Token);
        var voice = new Voice
        {
            Id = Guid.NewGuid(),
            TenantId = speaker.TenantId,
            OwnerId = speaker.Id,
            Name = "A voice",
            State = VoiceState.Active,
            ProfileBlobId = blob.Id,
            CreatedAt = DateTimeOffset.UtcNow,
        };
        db.Voices.Add(voice);
        db.Consents.Add(new ConsentRecord
        {
            Id = Guid.NewGuid(),
            TenantId = speaker.TenantId,
            VoiceId = voice.Id,
            SubjectId = speaker.Id,
            State = ConsentState.Active,
            Purposes = ConsentPurposes.Teaching,
            CreatedAt = DateTimeOffset.UtcNow,
            EndsAt = DateTimeOffset.UtcNow.AddDays(30),
        });
        await db.SaveChangesAsync(Token);
        return (voice.Id, profile);
    }

    /// <summary>Takes the consent of a voice back, as its speaker would.</summary>
    public async Task WithdrawAsync(CurrentUser speaker, Guid voiceId)
    {
        await using var db = await _installation.Databases.OpenForTenantAsync(speaker.TenantId, Token);
        await db.Consents.Where(c => c.VoiceId == voiceId).ExecuteUpdateAsync(s => s.SetProperty(c => c.State, ConsentState.Withdrawn), Token);
        await db.Voices.Where(v => v.Id == voiceId).ExecuteUpdateAsync(s => s.SetProperty(v => v.State, VoiceState.Withdrawn), Token);
    }

    public async Task<Rendering> OrderAsync(CurrentUser user, Guid voiceId, string text = "One sentence. And another one.")
    {
        var ordered = await Get<SpeakText>().SpeakAsync(user, new SpeakOrder(voiceId, text), Token);
        Assert.True(ordered.Succeeded, ordered.Refusal?.Message);
        return ordered.Value;
    }

    public async Task<Rendering> FindAsync(Guid id)
    {
        await using var db = await _installation.Databases.OpenForInstallationAsync(Token);
        return await db.Renderings.AsNoTracking().Include(r => r.Parts.OrderBy(p => p.Position)).SingleAsync(r => r.Id == id, Token);
    }

    /// <summary>Waits until every rendering given has come to an end.</summary>
    public async Task<IReadOnlyList<Rendering>> UntilOverAsync(params IReadOnlyCollection<Guid> ids)
    {
        while (true)
        {
            await using var db = await _installation.Databases.OpenForInstallationAsync(Token);
            var over = await db.Renderings.AsNoTracking().Include(r => r.Parts.OrderBy(p => p.Position))
                .Where(r => ids.Contains(r.Id) && r.State != RenderingState.Queued && r.State != RenderingState.Running)
                .ToListAsync(Token);
            if (over.Count == ids.Count)
            {
                return over;
            }

            await Task.Delay(20, Token);
        }
    }

    /// <summary>The audio of a blob, as samples.</summary>
    public async Task<AudioBuffer> HearAsync(Guid blobId)
    {
        await using var stream = await _installation.Blobs.OpenAsync(blobId, Token);
        return await WavReader.ReadAsync(stream, int.MaxValue, Token);
    }

    /// <summary>All sealed files on the disk.</summary>
    public string[] Files() =>
        Directory.GetFiles(_installation.Directory.PathOf("blobs"), "*", SearchOption.AllDirectories);

    public async ValueTask DisposeAsync()
    {
        await RestAsync();
        await _installation.DisposeAsync();
    }
}
