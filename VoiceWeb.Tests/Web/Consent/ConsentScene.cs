using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Audit;
using VoiceWeb.Consent;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Storage;

namespace VoiceWeb.Tests.Web.Consent;

/// <summary>A school with a teacher, a second teacher, an administrator and a student, and a clock that is moved by hand.</summary>
public sealed class ConsentScene : IAsyncDisposable
{
    private static readonly string[] Cultures = ["en", "zh-CN"];

    private ConsentScene(TestInstallation installation, ManualClock clock)
    {
        Installation = installation;
        Clock = clock;
    }

    public TestInstallation Installation { get; }

    public ManualClock Clock { get; }

    public CurrentUser Ada { get; private set; } = null!;

    public CurrentUser Ben { get; private set; } = null!;

    public CurrentUser Admin { get; private set; } = null!;

    public CurrentUser Student { get; private set; } = null!;

    public static async Task<ConsentScene> OpenAsync(Action<IServiceCollection>? more = null)
    {
        var clock = new ManualClock(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        var installation = await TestInstallation.StartAsync(services =>
        {
            services.AddSingleton<TimeProvider>(clock);
            services.AddConsentForTests();
            more?.Invoke(services);
        });
        var scene = new ConsentScene(installation, clock);
        var school = await scene.AddSchoolAsync("Lindenschule");
        scene.Ada = await scene.AddMemberAsync(school, "Ada Park", TenantRole.Teacher);
        scene.Ben = await scene.AddMemberAsync(school, "Ben Ito", TenantRole.Teacher);
        scene.Admin = await scene.AddMemberAsync(school, "Mona Reyes", TenantRole.Admin);
        scene.Student = await scene.AddMemberAsync(school, "Sam Lee", TenantRole.Student);
        return scene;
    }

    public T Get<T>()
        where T : notnull => Installation.Get<T>();

    public async Task<Guid> AddSchoolAsync(string name)
    {
        var tenant = new Tenant { Id = Guid.CreateVersion7(), Name = name, CreatedAt = Clock.GetUtcNow() };
        await using var db = await Installation.Databases.OpenForInstallationAsync(CancellationToken.None);
        db.Tenants.Add(tenant);
        await db.SaveChangesAsync();
        return tenant.Id;
    }

    public async Task<CurrentUser> AddMemberAsync(Guid school, string name, TenantRole role, bool owner = false)
    {
        var user = new AppUser
        {
            UserName = $"{Guid.NewGuid():N}@example.org",
            DisplayName = name,
            IsOwner = owner,
            CurrentTenantId = school,
            CreatedAt = Clock.GetUtcNow(),
        };
        await using var db = await Installation.Databases.OpenForInstallationAsync(CancellationToken.None);
        db.Users.Add(user);
        db.Memberships.Add(new Membership
        {
            Id = Guid.CreateVersion7(),
            TenantId = school,
            UserId = user.Id,
            Role = role,
            JoinedAt = Clock.GetUtcNow(),
        });
        await db.SaveChangesAsync();
        return new CurrentUser(user.Id, school, role, owner, name);
    }

    /// <summary>A recording whose sealed files hold a few bytes.</summary>
    public async Task<Clip> AddClipAsync(CurrentUser owner, string name = "Reading")
    {
        var original = await SealAsync($"original of {name}");
        var decoded = await SealAsync($"decoded form of {name}");
        var clip = new Clip
        {
            Id = Guid.CreateVersion7(),
            TenantId = owner.TenantId,
            OwnerId = owner.Id,
            Name = name,
            Format = "wav",
            Sha256 = original.Sha256,
            OriginalBlobId = original.Id,
            DecodedBlobId = decoded.Id,
            DurationSeconds = 12,
            SpeechSeconds = 10,
            SnrDb = 40,
            LevelDbfs = -22,
            AddedAt = Clock.GetUtcNow(),
        };
        await using var db = await Installation.Databases.OpenForTenantAsync(owner.TenantId, CancellationToken.None);
        db.Clips.Add(clip);
        await db.SaveChangesAsync();
        return clip;
    }

    public async Task<Voice> AddVoiceAsync(CurrentUser owner, VoiceState state = VoiceState.Draft, params Clip[] clips)
    {
        var voice = new Voice
        {
            Id = Guid.CreateVersion7(),
            TenantId = owner.TenantId,
            OwnerId = owner.Id,
            Name = "My voice",
            State = state,
            CreatedAt = Clock.GetUtcNow(),
        };
        voice.Clips.AddRange(clips.Select(clip => new VoiceClip
        {
            VoiceId = voice.Id,
            ClipId = clip.Id,
            TenantId = owner.TenantId,
            ClipSha256 = clip.Sha256,
        }));
        await using var db = await Installation.Databases.OpenForTenantAsync(owner.TenantId, CancellationToken.None);
        db.Voices.Add(voice);
        await db.SaveChangesAsync();
        return voice;
    }

    /// <summary>An active voice with the consent that it rests on, as after a review.</summary>
    public async Task<(Voice Voice, ConsentRecord Consent)> AddActiveVoiceAsync(
        CurrentUser owner, ConsentPurposes purposes = ConsentPurposes.Teaching, params Clip[] clips)
    {
        var voice = await AddVoiceAsync(owner, VoiceState.Active, clips);
        var statement = await SealAsync("I agree");
        var profile = await SealAsync("what was learned");
        var consent = new ConsentRecord
        {
            Id = Guid.CreateVersion7(),
            TenantId = owner.TenantId,
            VoiceId = voice.Id,
            SubjectId = owner.Id,
            State = ConsentState.Active,
            Purposes = purposes,
            CreatedAt = Clock.GetUtcNow(),
            EndsAt = Clock.GetUtcNow().AddDays(200),
            StatementIssuedAt = Clock.GetUtcNow(),
            StatementSpokenAt = Clock.GetUtcNow(),
            StatementBlobId = statement.Id,
            StatementSha256 = statement.Sha256,
        };
        await using var db = await Installation.Databases.OpenForTenantAsync(owner.TenantId, CancellationToken.None);
        db.Consents.Add(consent);
        var stored = await db.Voices.SingleAsync(v => v.Id == voice.Id);
        stored.ProfileBlobId = profile.Id;
        stored.FitReportJson = "{}";
        await db.SaveChangesAsync();
        return (stored, consent);
    }

    public Task<SealedBlob> SealAsync(string content) =>
        Installation.Blobs.SaveAsync(new MemoryStream(Encoding.UTF8.GetBytes(content)), CancellationToken.None);

    /// <summary>What a speaker who wants to teach with their voice agrees to.</summary>
    public ConsentIntent IntentFor(Voice voice, string culture = "en", string school = "Lindenschule") => new(
        voice.Id,
        ConsentPurposes.Teaching,
        DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime).AddDays(365),
        CultureInfo.GetCultureInfo(Cultures.Single(c => c == culture)),
        ConsentNotice.For(CultureInfo.GetCultureInfo(culture), school).Sha256);

    /// <summary>Begins a consent and steps up; the words can be asked for next.</summary>
    public async Task<Guid> StepUpAsync(CurrentUser user, Voice voice)
    {
        var consent = Succeed(await Get<StartConsent>().StartAsync(user, IntentFor(voice), CancellationToken.None));
        Succeed(await Get<StepUpConsent>().RecordAsync(user, consent, new string('c', 64), CancellationToken.None));
        return consent;
    }

    public async Task<List<AuditEntry>> AuditAsync(AuditEvent what)
    {
        await using var db = await Installation.Databases.OpenForInstallationAsync(CancellationToken.None);
        var name = what.ToString();
        return await db.AuditEntries.Where(e => e.Event == name).ToListAsync();
    }

    public async Task<T> ReadAsync<T>(Func<VoiceWebDb, Task<T>> read)
    {
        await using var db = await Installation.Databases.OpenForInstallationAsync(CancellationToken.None);
        return await read(db);
    }

    public async Task ChangeAsync(Func<VoiceWebDb, Task> change)
    {
        await using var db = await Installation.Databases.OpenForInstallationAsync(CancellationToken.None);
        await change(db);
        await db.SaveChangesAsync();
    }

    public static T Succeed<T>(Result<T> result)
    {
        Assert.True(result.Succeeded, result.Refusal?.Message);
        return result.Value;
    }

    public static void Refused<T>(string code, Result<T> result) => Assert.Equal(code, result.Refusal?.Code);

    public ValueTask DisposeAsync() => Installation.DisposeAsync();
}

internal static class ConsentSceneServices
{
    /// <summary>The feature as the app wires it, without the host's configuration.</summary>
    public static void AddConsentForTests(this IServiceCollection services)
    {
        services.AddSingleton<Microsoft.Extensions.Configuration.IConfiguration>(
            new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build());
        services.AddSingleton(new VoiceWeb.Engine.Audio.AudioDecoder(new VoiceWeb.Engine.Audio.AudioOptions()));
        services.AddConsent();
    }
}
