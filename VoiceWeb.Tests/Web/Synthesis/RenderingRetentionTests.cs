using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Security;
using VoiceWeb.Synthesis;

namespace VoiceWeb.Tests.Web.Synthesis;

/// <summary>How long recordings stay, and what becomes of a person's when they ask for them or leave.</summary>
public sealed class RenderingRetentionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Old_recordings_lose_sound_and_text_but_not_their_record_and_published_ones_stay()
    {
        await using var school = await SpeakingSchool.StartAsync();
        var tenant = await school.AddTenantAsync();
        var (teacher, renderings) = await SpokenAsync(school, tenant, 3);
        await using (var db = await school.Installation.Databases.OpenForInstallationAsync(Token))
        {
            var keep = (await db.Tenants.SingleAsync(t => t.Id == tenant, Token)).RenderingRetentionDays;
            var old = DateTimeOffset.UtcNow.AddDays(-keep - 1);
            await db.Renderings.Where(r => r.Id != renderings[2]).ExecuteUpdateAsync(s => s.SetProperty(r => r.FinishedAt, old), Token);
        }

        Assert.True((await school.Get<RenderingLibrary>().PublishAsync(teacher, renderings[1], "Kept for the class", Token)).Succeeded);
        var files = school.Files().Length;

        var erased = await school.Installation.Services.GetServices<IHostedService>().OfType<RenderingRetention>().Single().EraseAsync(Token);

        Assert.Equal(1, erased);
        var (gone, published, young) = (await school.FindAsync(renderings[0]), await school.FindAsync(renderings[1]), await school.FindAsync(renderings[2]));
        Assert.Equal(("", null, 0), (gone.Text, gone.AudioBlobId, gone.Parts.Count));
        Assert.NotEqual(0, gone.MarkId);
        Assert.NotNull(published.AudioBlobId);
        Assert.NotNull(young.AudioBlobId);
        Assert.Equal(files - 3, school.Files().Length); // the whole and its two sentences
        await using var check = await school.Installation.Databases.OpenForInstallationAsync(Token);
        Assert.Equal($"rendering:{gone.Id}", (await check.AuditEntries.SingleAsync(e => e.Event == nameof(AuditEvent.RetentionErased), Token)).Subject);
    }

    [Fact]
    public async Task A_person_takes_their_recordings_along_and_leaves_none_behind()
    {
        await using var school = await SpeakingSchool.StartAsync();
        var tenant = await school.AddTenantAsync();
        var (teacher, mine) = await SpokenAsync(school, tenant, 1);
        var (_, theirs) = await SpokenAsync(school, tenant, 1);
        var personal = school.Installation.Services.GetServices<IPersonalData>().Single(data => data.GetType().Name == "RenderingPersonalData");

        using var file = new MemoryStream();
        await using (var archive = await ZipArchive.CreateAsync(file, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, Token))
        {
            await personal.ExportAsync(teacher.Id, archive, Token);
        }

        file.Position = 0;
        await using (var archive = await ZipArchive.CreateAsync(file, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, Token))
        {
            Assert.Equal(["spoken.json", $"spoken/{mine[0]}.wav"], archive.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal));
            using var list = new StreamReader(await archive.GetEntry("spoken.json")!.OpenAsync(Token));
            Assert.Contains("Text number 0.", await list.ReadToEndAsync(Token), StringComparison.Ordinal);
        }

        await personal.ForgetAsync(teacher.Id, Token);

        var forgotten = await school.FindAsync(mine[0]);
        Assert.Equal(("", null), (forgotten.Text, forgotten.AudioBlobId));
        Assert.NotNull((await school.FindAsync(theirs[0])).AudioBlobId);
        Assert.Equal(2 + 3, school.Files().Length); // two profiles, and the other's sound with its sentences
    }

    private static async Task<(CurrentUser Teacher, List<Guid> Renderings)> SpokenAsync(SpeakingSchool school, Guid tenant, int count)
    {
        var teacher = await school.AddTeacherAsync(tenant);
        var (voice, _) = await school.AddVoiceAsync(teacher);
        List<Guid> ids = [];
        for (var i = 0; i < count; i++)
        {
            ids.Add((await school.OrderAsync(teacher, voice, $"Text number {i}. It has two sentences.")).Id);
        }

        await school.WorkAsync();
        await school.UntilOverAsync(ids);
        await school.RestAsync();
        return (teacher, ids);
    }
}
