using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;
using VoiceWeb.Engine.Watermark;
using VoiceWeb.Synthesis;

namespace VoiceWeb.Tests.Web.Synthesis;

public sealed class SketchMemoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_memory_follows_what_any_process_adds_replaces_and_erases()
    {
        await using var school = await SpeakingSchool.StartAsync();
        await using var other = await SpeakingSchool.StartAsync(over: school);
        var memory = school.Get<SketchMemory>();
        Assert.Equal(0, (await memory.RecallAsync(Token)).Count);

        var (first, second) = (NewRendering(), NewRendering());
        await RememberAsync(other, first, rows: 40, DateTimeOffset.UtcNow);
        await RememberAsync(other, second, rows: 50, DateTimeOffset.UtcNow);
        Assert.Equal(2, (await memory.RecallAsync(Token)).Count);

        await RememberAsync(other, second, rows: 60, DateTimeOffset.UtcNow.AddSeconds(1));
        Assert.Equal(2, (await memory.RecallAsync(Token)).Count);

        await using var db = await other.Installation.Databases.OpenForInstallationAsync(Token);
        Assert.Equal(60, (await memory.FindAsync(db, second.MarkId, Token))!.Rows);
        await db.Sketches.Where(s => s.MarkId == first.MarkId).ExecuteDeleteAsync(Token);
        var index = await memory.RecallAsync(Token);
        Assert.Equal(1, index.Count);
        Assert.True(index.Remove(new WatermarkId((ulong)second.MarkId)));
    }

    [Fact]
    public async Task A_sketch_goes_when_its_time_is_over_and_the_trail_says_so()
    {
        await using var school = await SpeakingSchool.StartAsync(settings: ("Synthesis:SketchDays", "30"));
        await RememberAsync(school, NewRendering(), rows: 10, DateTimeOffset.UtcNow.AddDays(-31));
        await RememberAsync(school, NewRendering(), rows: 10, DateTimeOffset.UtcNow.AddDays(-29));

        await school.Get<RenderingRetention>().EraseAsync(Token);

        Assert.Equal(1, (await school.Get<SketchMemory>().RecallAsync(Token)).Count);
        await using var db = await school.Installation.Databases.OpenForInstallationAsync(Token);
        Assert.Contains(
            "\"count\":1", await db.AuditEntries.Where(e => e.Subject == "sketches").Select(e => e.FactsJson).SingleAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sketch_belongs_to_its_school()
    {
        await using var school = await SpeakingSchool.StartAsync();
        var rendering = NewRendering();
        await RememberAsync(school, rendering, rows: 10, DateTimeOffset.UtcNow);

        await using var own = await school.Installation.Databases.OpenForTenantAsync(rendering.TenantId, Token);
        await using var foreign = await school.Installation.Databases.OpenForTenantAsync(Guid.NewGuid(), Token);

        Assert.Equal((1, 0), (await own.Sketches.CountAsync(Token), await foreign.Sketches.CountAsync(Token)));
    }

    [Fact]
    public async Task A_thief_of_the_database_reads_no_sketch_and_a_changed_one_is_not_believed()
    {
        await using var school = await SpeakingSchool.StartAsync();
        var (first, second) = (NewRendering(), NewRendering());
        await RememberAsync(school, first, rows: 40, DateTimeOffset.UtcNow);
        await RememberAsync(school, second, rows: 40, DateTimeOffset.UtcNow);

        await using var db = await school.Installation.Databases.OpenForInstallationAsync(Token);
        var stored = await db.Sketches.OrderBy(s => s.MarkId == first.MarkId ? 0 : 1).ToListAsync(Token);
        Assert.All(stored, sketch => Assert.True(sketch.Content.Count(value => value == 0) < 40, "a sketch of zeros lies there in the clear"));

        // Another rendering's sketch in the place of one's own: whose is found must not be for the database's writer to say.
        stored[0].Content = stored[1].Content;
        stored[1].Content = [.. stored[1].Content[..^1], (byte)(stored[1].Content[^1] ^ 1)];
        await db.SaveChangesAsync(Token);
        Assert.Equal(0, (await school.Get<SketchMemory>().RecallAsync(Token)).Count);
    }

    [Fact]
    public async Task Open_sketches_of_earlier_versions_are_sealed_at_the_start_once_and_leave_no_trace_in_the_file()
    {
        await using var school = await SpeakingSchool.StartAsync();
        var rendering = NewRendering();
        var pattern = System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("open-sketch-", 13))); // 3 rows
        await using (var db = await school.Installation.Databases.OpenForInstallationAsync(Token))
        {
            db.Sketches.Add(new Sketch { MarkId = rendering.MarkId, RenderingId = rendering.Id, TenantId = rendering.TenantId, Content = pattern, MadeAt = DateTimeOffset.UtcNow });
            await db.SaveChangesAsync(Token);
        }

        await school.Installation.Services.SealSketchesAsync(Token);
        await school.Installation.Services.SealSketchesAsync(Token);

        Assert.Equal(1, (await school.Get<SketchMemory>().RecallAsync(Token)).Count);
        await using var after = await school.Installation.Databases.OpenForInstallationAsync(Token);
        Assert.Equal(pattern, (await school.Get<SketchMemory>().FindAsync(after, rendering.MarkId, Token))!.ToBytes());
        foreach (var file in Directory.GetFiles(school.Installation.Directory.Root, "voiceweb.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, Token);
            Assert.True(bytes.AsSpan().IndexOf("open-sketch-open-sketch-"u8) < 0, $"{Path.GetFileName(file)} still holds it");
        }
    }

    private static Rendering NewRendering() =>
        new() { Id = Guid.NewGuid(), TenantId = Guid.NewGuid(), MarkId = (long)WatermarkId.Random().Value };

    private static async Task RememberAsync(SpeakingSchool school, Rendering rendering, int rows, DateTimeOffset at)
    {
        await using var db = await school.Installation.Databases.OpenForInstallationAsync(Token);
        await school.Get<SketchMemory>().RememberAsync(db, rendering, RenderingSketch.FromBytes(new byte[rows * 52]), at, Token);
        await db.SaveChangesAsync(Token);
    }
}
