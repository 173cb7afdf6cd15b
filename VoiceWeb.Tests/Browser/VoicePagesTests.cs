using Microsoft.Playwright;
using VoiceWeb.Engine.GptSovits;

namespace VoiceWeb.Tests.Browser;

/// <summary>
/// From the microphone to a voice and back, in the browser, with a look at every page on the way: no serious findings in either theme,
/// nothing wider than a phone. VOICEWEB_SCREENSHOTS names a folder that takes the pictures.
/// </summary>
[Trait("Category", "Browser")]
public sealed class VoicePagesTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private readonly PageLook _look = new();

    [Fact]
    public async Task A_speaker_records_consents_is_approved_and_withdraws()
    {
        BrowserFixture.RequireBrowser();
        var speech = Path.Combine(Path.GetTempPath(), $"voiceweb-speech-{Guid.NewGuid():N}.wav");
        var notSound = Path.ChangeExtension(speech, ".txt.wav");
        await SpeakAsync(speech);
        await File.WriteAllTextAsync(notSound, "These are words, and no sound at all.");
        browser.Microphone = speech;
        try
        {
            var page = await browser.NewPageAsync();
            await VirtualAuthenticator.PlugIntoAsync(page);
            await page.CreateOwnerAsync(browser.OwnerLink);
            await GiveRecordingsAsync(page, speech, notSound);
            await MakeVoiceAsync(page);
            await ConsentAsync(page);
            await ReviewAsync(page);
            await ChooseStretchesAsync(page);
            await WithdrawAsync(page);
            await page.Context.CloseAsync();
        }
        finally
        {
            File.Delete(speech);
            File.Delete(notSound);
        }

        Assert.Empty(_look.Findings);
    }

    private async Task GiveRecordingsAsync(IPage page, string speech, string notSound)
    {
        await page.OpenAsync("/clips");
        await _look.AtAsync(page, "clips-empty", everyRuleTwice: true);
        await page.GetByRole(AriaRole.Button, new() { Name = "Start recording" }).ClickAsync();
        var stop = page.GetByRole(AriaRole.Button, new() { Name = "Stop" });
        await stop.WaitForAsync();
        await page.WaitForTimeoutAsync(3_000);
        Assert.Equal("Good", await page.TextContentAsync("[data-word]"));
        await PageLook.PictureAsync(page, "clips-recording");
        await page.WaitForTimeoutAsync(5_000);
        await stop.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep this recording" }).ClickAsync();
        await page.WaitForSelectorAsync(".vw-clip");

        await page.SetInputFilesAsync("input[type=file]", [speech, notSound]);
        await page.WaitForSelectorAsync("[data-code='clip-not-audio-text']");
        await page.WaitForFunctionAsync("document.querySelectorAll('.vw-clip').length === 2");
        await page.WaitForTimeoutAsync(1_500);
        var drawn = await page.EvaluateAsync<bool>(
            "[...document.querySelectorAll('canvas')].every(c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v > 0))");
        Assert.True(drawn, "A waveform or spectrogram is blank.");
        await _look.AtAsync(page, "clips", everyRuleTwice: true);
    }

    private async Task MakeVoiceAsync(IPage page)
    {
        await page.OpenAsync("/voices");
        await _look.AtAsync(page, "voices", everyRuleTwice: true);
        await page.OpenAsync("/voices/new");
        await _look.AtAsync(page, "voice-new", everyRuleTwice: true);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the draft" }).ClickAsync();
        await page.WaitForURLAsync(url => Guid.TryParse(new Uri(url).Segments[^1], out _));
        await page.WaitForSelectorAsync(".vw-steps");
        await _look.AtAsync(page, "voice-draft", everyRuleTwice: true);
    }

    private async Task ConsentAsync(IPage page)
    {
        await page.OpenAsync(new Uri(page.Url).AbsolutePath + "/consent");
        await _look.AtAsync(page, "consent-whose", everyRuleTwice: true);
        await page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await page.GetByRole(AriaRole.Switch, new() { Name = "Teaching" }).CheckAsync();
        await page.GetByText("I have read this.").ClickAsync();
        await _look.AtAsync(page, "consent-notice", everyRuleTwice: true);
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on with these purposes" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm with passkey" }).WaitForAsync();
        await _look.AtAsync(page, "consent-step-up", everyRuleTwice: true);
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm with passkey" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show me the sentence" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Record", Exact = true }).ClickAsync();
        await page.WaitForTimeoutAsync(6_000);
        await _look.AtAsync(page, "consent-speak", everyRuleTwice: true);
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send my consent" }).ClickAsync();
        await page.GetByText("Thank you: your consent was sent").WaitForAsync();
        await _look.AtAsync(page, "consent-sent", everyRuleTwice: true);
    }

    private async Task ReviewAsync(IPage page)
    {
        await page.OpenAsync("/reviews");
        await page.WaitForSelectorAsync(".vw-voice");
        await _look.AtAsync(page, "reviews", everyRuleTwice: true);
        await page.ClickAsync(".vw-voice a");
        var approve = page.GetByRole(AriaRole.Button, new() { Name = "Approve" });
        await approve.WaitForAsync();
        Assert.True(await approve.IsDisabledAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Play the spoken statement" }).ClickAsync();
        await page.GetByText("You have listened to it").WaitForAsync();
        await page.FillAsync("#review-reason", "All four words, one speaker, the same voice.");
        await page.GetByText("This is my own voice, and I know").ClickAsync();
        await _look.AtAsync(page, "review", everyRuleTwice: true);
        await approve.ClickAsync();
        await page.GetByText("Approved by").WaitForAsync();
    }

    private async Task ChooseStretchesAsync(IPage page)
    {
        await page.OpenAsync("/voices");
        await page.GetByRole(AriaRole.Link, new() { Name = "Ada Owner’s voice", Exact = true }).ClickAsync();
        await page.WaitForSelectorAsync("#report-title", new() { Timeout = 120_000 });
        await _look.AtAsync(page, "voice-learned", everyRuleTwice: true);

        // A model of random weights, as somebody with a shell would bring it.
        var official = Path.Combine(browser.DataPath, "incoming", "tiny");
        ModelLibrary.WriteRandom(official, "v2", ModelSize.Tiny, 3, TestContext.Current.CancellationToken);
        await new ModelLibrary(Path.Combine(browser.DataPath, "models"))
            .ImportAsync("tiny", [official], PrecisionProfile.Reference, null, TestContext.Current.CancellationToken);
        await page.ReloadAsync();
        await page.ReadyAsync();
        await page.SelectOptionAsync("#voice-model", "gpt-sovits:tiny");
        await page.ClickAsync("#voice-model-change");
        await PictureTour.TakeModelsAsync(page, OpenStretchesAsync);
        await OpenStretchesAsync(page);
        var sound = await page.Locator("[data-role=chosen] audio").First.GetAttributeAsync("src");
        Assert.Equal("audio/wav", await page.EvaluateAsync<string>("async url => (await fetch(url)).headers.get('content-type')", sound));
        await _look.AtAsync(page, "voice-stretches", everyRuleTwice: true);
        await page.ClickAsync("#stretches-learn");
        await page.GetByText("Styles: happy.").WaitForAsync();
        await _look.AtAsync(page, "voice-learned-gpt");
    }

    private static async Task OpenStretchesAsync(IPage page)
    {
        await page.ClickAsync("#stretches-open");
        await page.Locator("[data-role=use]").First.ClickAsync();
        await page.Locator("[data-role=use]").Last.ClickAsync();
        await page.Locator("[data-role=chosen] input[placeholder]").Last.FillAsync("happy");
    }

    private async Task WithdrawAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw …" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw now" }).ClickAsync();
        await page.GetByText("Receipt of withdrawal").WaitForAsync();
        await _look.AtAsync(page, "voice-withdrawn", everyRuleTwice: true);
    }

    private static Task<string> SpeakAsync(string path) => Espeak.SpeakAsync(
        path,
        "On a bright morning, Joyce took the ferry across the harbour to visit her uncle. The water was calm, and a thin white cloud hung above the hills. Would you like a cup of tea, he asked, laughing, while the old clock struck nine.",
        "-v", "en-gb", "-s", "150", "-a", "80");
}
