using System.Diagnostics;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace VoiceWeb.Tests.Browser;

/// <summary>
/// From the microphone to a voice and back, in the browser, with a look at every page on the way: no serious findings in either theme,
/// nothing wider than a phone. VOICEWEB_SCREENSHOTS names a folder that takes the pictures.
/// </summary>
[Trait("Category", "Browser")]
public sealed class VoicePagesTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("VOICEWEB_SCREENSHOTS");

    private readonly List<string> _findings = [];

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
            await WithdrawAsync(page);
            await page.Context.CloseAsync();
        }
        finally
        {
            File.Delete(speech);
            File.Delete(notSound);
        }

        Assert.Empty(_findings);
    }

    private async Task GiveRecordingsAsync(IPage page, string speech, string notSound)
    {
        await page.OpenAsync("/clips");
        await LookAsync(page, "clips-empty");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start recording" }).ClickAsync();
        var stop = page.GetByRole(AriaRole.Button, new() { Name = "Stop" });
        await stop.WaitForAsync();
        await page.WaitForTimeoutAsync(3_000);
        Assert.Equal("Good", await page.TextContentAsync("[data-word]"));
        await PictureAsync(page, "clips-recording");
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
        await LookAsync(page, "clips");
    }

    private async Task MakeVoiceAsync(IPage page)
    {
        await page.OpenAsync("/voices");
        await LookAsync(page, "voices");
        await page.OpenAsync("/voices/new");
        await LookAsync(page, "voice-new");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the draft" }).ClickAsync();
        await page.WaitForURLAsync(url => Guid.TryParse(new Uri(url).Segments[^1], out _));
        await page.WaitForSelectorAsync(".vw-steps");
        await LookAsync(page, "voice-draft");
    }

    private async Task ConsentAsync(IPage page)
    {
        await page.OpenAsync(new Uri(page.Url).AbsolutePath + "/consent");
        await LookAsync(page, "consent-whose");
        await page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await page.GetByRole(AriaRole.Switch, new() { Name = "Teaching" }).CheckAsync();
        await page.GetByText("I have read this.").ClickAsync();
        await LookAsync(page, "consent-notice");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on with these purposes" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm with passkey" }).WaitForAsync();
        await LookAsync(page, "consent-step-up");
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm with passkey" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show me the sentence" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Record", Exact = true }).ClickAsync();
        await page.WaitForTimeoutAsync(6_000);
        await LookAsync(page, "consent-speak");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send my consent" }).ClickAsync();
        await page.GetByText("Thank you: your consent was sent").WaitForAsync();
        await LookAsync(page, "consent-sent");
    }

    private async Task ReviewAsync(IPage page)
    {
        await page.OpenAsync("/reviews");
        await page.WaitForSelectorAsync(".vw-voice");
        await LookAsync(page, "reviews");
        await page.ClickAsync(".vw-voice a");
        var approve = page.GetByRole(AriaRole.Button, new() { Name = "Approve" });
        await approve.WaitForAsync();
        Assert.True(await approve.IsDisabledAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Play the spoken statement" }).ClickAsync();
        await page.GetByText("You have listened to it").WaitForAsync();
        await page.FillAsync("#review-reason", "All four words, one speaker, the same voice.");
        await page.GetByText("This is my own voice, and I know").ClickAsync();
        await LookAsync(page, "review");
        await approve.ClickAsync();
        await page.GetByText("Approved by").WaitForAsync();
    }

    private async Task WithdrawAsync(IPage page)
    {
        await page.OpenAsync("/voices");
        await page.GetByRole(AriaRole.Link, new() { Name = "Ada Owner’s voice", Exact = true }).ClickAsync();
        await page.WaitForSelectorAsync("#report-title", new() { Timeout = 120_000 });
        await LookAsync(page, "voice-learned");
        await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw …" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw now" }).ClickAsync();
        await page.GetByText("Receipt of withdrawal").WaitForAsync();
        await LookAsync(page, "voice-withdrawn");
    }

    private async Task LookAsync(IPage page, string name)
    {
        await page.WaitForTimeoutAsync(250);
        foreach (var theme in new[] { "light", "dark" })
        {
            await page.EvaluateAsync($"document.documentElement.dataset.theme = '{theme}'");
            await page.WaitForTimeoutAsync(200);
            var scan = await page.RunAxe();
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

    private static async Task SpeakAsync(string path)
    {
        var start = new ProcessStartInfo("espeak-ng");
        foreach (var argument in (string[])
            ["-v", "en-gb", "-s", "150", "-a", "80", "-w", path, "On a bright morning, Joyce took the ferry across the harbour to visit her uncle. The water was calm, and a thin white cloud hung above the hills. Would you like a cup of tea, he asked, laughing, while the old clock struck nine."])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
