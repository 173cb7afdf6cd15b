using Microsoft.Data.Sqlite;
using VoiceWeb.Data;

namespace VoiceWeb.Tests.Browser;

/// <summary>The real process is killed (SIGKILL) while it speaks, and started again: the job ends once, with one recording.</summary>
[Trait("Category", "Browser")]
public sealed class PowerCutJourney(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const int Sentences = 30;

    [Fact]
    public async Task A_job_killed_half_way_is_finished_once_after_the_restart()
    {
        BrowserFixture.RequireBrowser();
        var page = await browser.NewPageAsync();
        await VirtualAuthenticator.PlugIntoAsync(page);
        await page.CreateOwnerAsync(browser.OwnerLink);

        // A newcomer waits here for the sample voice; the page goes on by itself.
        await page.OpenAsync("/studio");
        await page.FillAsync("#studio-text", string.Join(' ', Enumerable.Range(1, Sentences).Select(
            i => $"This is sentence number {i}, and it is long enough to take the engine a moment of its time.")));
        await page.WaitForSelectorAsync("#studio-speak", new() { Timeout = 180_000 });
        await page.ClickAsync("#studio-speak");
        await page.WaitForSelectorAsync(".vw-sentence-ready", new() { Timeout = 120_000 });
        var rendering = new Uri(page.Url).Segments[^1];

        await browser.KillAsync();
        var before = await ReadAsync();
        Assert.Equal(RenderingState.Running, before.State);
        Assert.InRange(before.Parts, 1, Sentences - 1);

        await browser.RestartAsync();
        await page.OpenAsync($"/studio/{rendering}");
        await page.WaitForSelectorAsync(".vw-player", new() { Timeout = 240_000 });

        var after = await ReadAsync();
        Assert.Equal((RenderingState.Done, Sentences, 2), (after.State, after.Parts, after.Attempts));
        Assert.Equal(1, after.Renderings);
        Assert.Equal(1, after.Finished);
        Assert.True(await page.EvaluateAsync<int>("async () => (await fetch(document.querySelector('.vw-player audio').src)).status") is 200 or 206);
        await page.Context.CloseAsync();
    }

    private async Task<(RenderingState State, int Parts, int Attempts, int Renderings, int Finished)> ReadAsync()
    {
        await using var database = new SqliteConnection($"Data Source={Path.Combine(browser.DataPath, "voiceweb.db")};Pooling=False");
        await database.OpenAsync(TestContext.Current.CancellationToken);
        await using var query = new SqliteCommand(
            """
            SELECT State, (SELECT COUNT(*) FROM RenderingParts), Attempts, (SELECT COUNT(*) FROM Renderings),
                   (SELECT COUNT(*) FROM AuditEntries WHERE Event = 'RenderingDone')
            FROM Renderings
            """,
            database);
        await using var row = await query.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await row.ReadAsync(TestContext.Current.CancellationToken));
        return ((RenderingState)row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4));
    }
}
