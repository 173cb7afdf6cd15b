using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace VoiceWeb.Tests.Browser;

/// <summary>
/// A teacher sees how a sentence will be read before it is spoken, changes one reading for the text and one for the school, and the
/// next rendering is read so.
/// </summary>
[Trait("Category", "Browser")]
public sealed class ReadingJourney(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("VOICEWEB_SCREENSHOTS");

    private static readonly AxeRunOptions ColoursOnly = new() { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] } };

    private readonly List<string> _findings = [];

    [Fact]
    public async Task A_reading_is_seen_changed_saved_for_the_school_and_spoken()
    {
        BrowserFixture.RequireBrowser();
        var page = await browser.NewPageAsync();
        await VirtualAuthenticator.PlugIntoAsync(page);
        await page.CreateOwnerAsync(browser.OwnerLink);
        await page.OpenAsync("/studio");
        await page.FillAsync("#studio-text", "校长在长大，我用 iPhone 看比分3:2。💪");

        // Both readings are there before anything is spoken.
        await page.Locator(".vw-reading-said-as strong").GetByText("三比二").WaitForAsync();
        var row = page.Locator(".vw-polyphones > li").Filter(new() { Has = page.Locator("mark", new() { HasTextString = "长" }) }).Nth(1);
        Assert.Equal("zhǎng", await row.Locator("[aria-pressed=true]").InnerTextAsync());

        // One click for this text, by the keyboard.
        await row.GetByText("cháng", new() { Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("长 is read cháng in this text.").WaitForAsync();
        Assert.StartsWith("校长在长(chang2)大，", await page.InputValueAsync("#studio-text"));
        await page.WaitForTimeoutAsync(800);
        Assert.Equal("cháng", await row.Locator("[aria-pressed=true]").InnerTextAsync());

        // And for the school: the word with its readings is proposed.
        await row.Locator("button", new() { HasTextString = "For my school" }).ClickAsync();
        Assert.Equal("长大", await page.InputValueAsync("#reading-word"));
        await LookAsync(page, "reading-school");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save for the school" }).ClickAsync();
        await page.GetByText("Saved for your school: 长大 is read cháng dà.").WaitForAsync();

        // Another text has it without any instruction, and it is what is spoken.
        await page.FillAsync("#studio-text", "他长大了，比分3:2。");
        await page.WaitForSelectorAsync("#studio-speak:not([disabled])", new() { Timeout = 180_000 });
        await page.ClickAsync("#studio-speak");
        await page.WaitForSelectorAsync(".vw-player", new() { Timeout = 120_000 });
        await page.ClickAsync(".vw-spoken summary");
        Assert.Equal("他长大了,比分三比二.", await page.InnerTextAsync(".vw-spoken li p"));
        Assert.StartsWith("t a1 ch ang2 d a4 l e5", await page.InnerTextAsync(".vw-phones"));
        await PictureAsync(page, "reading-spoken");

        await page.OpenAsync("/pronunciations");
        Assert.Contains("cháng dà", await page.InnerTextAsync(".vw-words"));
        await LookAsync(page, "pronunciations");
        await page.Context.CloseAsync();
        Assert.Empty(_findings);
    }

    private async Task LookAsync(IPage page, string name)
    {
        await page.WaitForTimeoutAsync(400);
        foreach (var theme in new[] { "light", "dark" })
        {
            await page.EvaluateAsync($"document.documentElement.dataset.theme = '{theme}'");
            await page.WaitForTimeoutAsync(200);
            // Only the colours change with the theme.
            var scan = theme == "light" ? await page.RunAxe() : await page.RunAxe(ColoursOnly);
            _findings.AddRange(scan.Violations
                .Where(violation => violation.Impact is "serious" or "critical")
                .Select(violation => $"{name} ({theme}): {violation.Id}: {violation.Nodes[0].Html}"));
            await PictureAsync(page, $"{name}-{theme}");
        }

        await page.EvaluateAsync("document.documentElement.dataset.theme = 'light'");
        await page.SetViewportSizeAsync(390, 844);
        var width = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        if (width > 390)
        {
            _findings.Add($"{name}: {width} px wide on a phone of 390 px");
        }

        await PictureAsync(page, $"{name}-phone");
        await page.SetViewportSizeAsync(1280, 900);
    }

    private static async Task PictureAsync(IPage page, string name)
    {
        if (Pictures is not null)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}.png"), FullPage = true });
        }
    }
}
