using Microsoft.Playwright;

namespace VoiceWeb.Tests.Browser;

/// <summary>
/// A teacher sees how a sentence will be read before it is spoken, changes one reading for the text and one for the school, and the
/// next rendering is read so.
/// </summary>
[Trait("Category", "Browser")]
public sealed class ReadingJourney(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private readonly PageLook _look = new();

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
        await _look.AtAsync(page, "reading-school");
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
        await PageLook.PictureAsync(page, "reading-spoken");

        await page.OpenAsync("/pronunciations");
        Assert.Contains("cháng dà", await page.InnerTextAsync(".vw-words"));
        await _look.AtAsync(page, "pronunciations");
        await page.Context.CloseAsync();
        Assert.Empty(_look.Findings);
    }
}
