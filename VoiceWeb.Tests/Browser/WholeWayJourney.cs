using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace VoiceWeb.Tests.Browser;

/// <summary>
/// The whole way as a new user goes it: owner link, passkey, recording, consent, review, voice, speech, download, trace, withdrawal;
/// and what a member of another school sees of it: nothing.
/// </summary>
[Trait("Category", "Browser")]
public sealed partial class WholeWayJourney(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const string Recorded = "The rainbow is a division of white light into many beautiful colours. These take the shape of a long "
        + "round arch, with its path high above, and its two ends apparently beyond the horizon. When a man looks for something "
        + "beyond his reach, his friends say he is looking for the pot of gold at the end of the rainbow.";

    [Fact]
    public async Task From_the_owner_link_to_the_withdrawn_voice_and_closed_to_another_school()
    {
        BrowserFixture.RequireBrowser();
        var folder = Directory.CreateTempSubdirectory("voiceweb-journey-").FullName;
        try
        {
            var clip = await SpeakAsync(Path.Combine(folder, "My clip.wav"), Recorded);
            browser.Microphone = await SpeakAsync(Path.Combine(folder, "statement.wav"), "I agree that my voice is used for teaching. Amber, river, window, garden.");
            var page = await browser.NewPageAsync();
            await VirtualAuthenticator.PlugIntoAsync(page);
            try
            {
                await page.CreateOwnerAsync(browser.OwnerLink);
                var voice = await GiveVoiceAsync(page, clip);
                var rendering = await SpeakInStudioAsync(page, voice);
                await HearAsync(page);
                var file = await DownloadAsync(page, Path.Combine(folder, "found.mp3"));
                await TraceAsync(page, file, rendering);
                await PictureTour.TakeAsync(page, voice, rendering, file);
                await AnotherSchoolReachesNothingAsync(page, voice, rendering, file);
                await WithdrawAsync(page, voice);
            }
            catch (Exception) when (PageLook.Folder is not null)
            {
                await PageLook.PictureAsync(page, "journey-failed");
                throw;
            }

            await page.Context.CloseAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Clip, draft, consent, review; gives the voice's id once it has been learned.</summary>
    private static async Task<string> GiveVoiceAsync(IPage page, string clip)
    {
        await page.OpenAsync("/clips");
        await page.WaitForSelectorAsync(".vw-drop input:enabled", new() { State = WaitForSelectorState.Attached });
        await page.SetInputFilesAsync(".vw-drop input[type=file]", clip);
        await page.WaitForSelectorAsync(".vw-clips", new() { Timeout = 90_000 });

        await page.OpenAsync("/voices/new");
        await page.FillAsync("#new-name", "Ada's voice");
        foreach (var box in await page.Locator(".vw-pick input[type=checkbox]").AllAsync())
        {
            await box.CheckAsync();
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Make the draft" }).ClickAsync();
        await page.WaitForURLAsync(VoicePage());
        var voice = VoicePage().Match(page.Url).Groups[1].Value;

        // A draft cannot speak, whoever asks.
        Assert.Equal(409, await page.EvaluateAsync<int>(AskToSpeak, voice));

        await page.OpenAsync($"/voices/{voice}/consent");
        await page.GetByLabel("Mine").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await page.Locator(".vw-notice [role=switch]").First.CheckAsync();
        await page.GetByLabel("I have read this.").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on with these purposes" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm with passkey" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show me the sentence" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Record", Exact = true }).ClickAsync();
        await page.WaitForTimeoutAsync(9_000);
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send my consent" }).ClickAsync();
        await page.GetByText("Thank you: your consent was sent").WaitForAsync(new() { Timeout = 60_000 });

        await page.OpenAsync("/reviews");
        await page.ClickAsync("main a[href^='/reviews/']");
        await page.GetByRole(AriaRole.Button, new() { Name = "Play the spoken statement" }).ClickAsync();
        await page.GetByText("You have listened to it").WaitForAsync();
        await page.FillAsync("#review-reason", "The words were read, and it is the same speaker as in the recording.");
        await page.Locator(".vw-form .vw-check input").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await page.WaitForSelectorAsync("text=Approved by");

        await page.OpenAsync($"/voices/{voice}");
        await page.WaitForSelectorAsync($"a[href='/studio?voice={voice}']", new() { Timeout = 180_000 });
        return voice;
    }

    private static async Task<string> SpeakInStudioAsync(IPage page, string voice)
    {
        await page.OpenAsync($"/studio?voice={voice}");
        await page.FillAsync("#studio-text", "Good morning, class. Today we read about the long rivers of Asia and the people who live beside them.");
        await page.ClickAsync("#studio-speak");
        await page.WaitForSelectorAsync(".vw-player", new() { Timeout = 120_000 });
        Assert.Equal(2, await page.Locator(".vw-sentence-ready").CountAsync());
        return await page.EvaluateAsync<string>("""
            async () => {
              const all = await (await fetch('/api/renderings')).json();
              return (Array.isArray(all) ? all : all.items)[0].id;
            }
            """);
    }

    private static async Task HearAsync(IPage page)
    {
        await page.ClickAsync(".vw-player [data-role=play]");
        // The page's content policy forbids the polling that waits for an expression, so this asks from outside.
        var heard = 0.0;
        for (var attempt = 0; attempt < 100 && heard <= 0.5; attempt++)
        {
            await page.WaitForTimeoutAsync(300);
            heard = await page.EvaluateAsync<double>("document.querySelector('.vw-player audio').currentTime");
        }

        Assert.True(heard > 0.5, $"The player stands at {heard} s.");
        var level = await page.EvaluateAsync<double>("""
            async () => {
              const bytes = await (await fetch(document.querySelector('.vw-player audio').src)).arrayBuffer();
              const sound = await new OfflineAudioContext(1, 1, 24000).decodeAudioData(bytes);
              const samples = sound.getChannelData(0);
              return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
            }
            """);
        Assert.InRange(level, 0.01, 0.5);
        await PaceAsync(page);
    }

    /// <summary>Pieces of half a second, one and two, each made at some seconds of work for a second of sound, twice: how often they came too late, and the first one's wait.</summary>
    private static async Task PaceAsync(IPage page)
    {
        var found = await page.EvaluateAsync<double[][]>("""
            async () => {
              const { Pace } = await import('/js/pace.js');
              return [0.4, 0.8].map((work) => {
                const pace = new Pace();
                const speak = () => {
                  let [time, free, late, wait] = [2, 0, 0, 0];
                  for (const seconds of [0.5, 1, 2]) {
                    time += work * seconds;
                    pace.came(time, seconds);
                    if (free < time) {
                      if (free) late++;
                      const held = pace.reserve(seconds);
                      if (!free) wait = held;
                      free = time + held;
                    }
                    free += seconds;
                  }
                  pace.rest();
                  return [late, wait];
                };
                return [...speak(), ...speak()];
              });
            }
            """);
        Assert.Equal([0, 0, 0, 0], found[0]);
        Assert.Equal((1, 0, 0), (found[1][0], found[1][1], found[1][2]));
        Assert.InRange(found[1][3], 0.8, 1.6);
    }

    private static async Task<string> DownloadAsync(IPage page, string path)
    {
        var download = await page.RunAndWaitForDownloadAsync(
            () => page.ClickAsync(".vw-player [data-format=mp3]"), new() { Timeout = 60_000 });
        await download.SaveAsAsync(path);
        return path;
    }

    private static async Task TraceAsync(IPage page, string file, string rendering)
    {
        await page.OpenAsync("/detect");
        await page.SetInputFilesAsync("#detect-file", file);
        await page.WaitForSelectorAsync("[data-verdict=marked]", new() { Timeout = 90_000 });
        Assert.Equal(rendering, await page.GetAttributeAsync("[data-rendering]", "data-rendering"));
    }

    /// <summary>A second school and its administrator: pages, endpoints and guessed ids show nothing of the first.</summary>
    private async Task AnotherSchoolReachesNothingAsync(IPage owner, string voice, string rendering, string file)
    {
        await owner.OpenAsync("/schools");
        await owner.GetByLabel("Name", new() { Exact = false }).First.FillAsync("Hill School");
        await owner.Locator("input[type=email]").FillAsync("bea@example.org");
        await owner.Locator("form.vw-invite button[type=submit]").ClickAsync();
        var link = await owner.InnerTextAsync("[data-testid=invitation-link]");

        var page = await browser.NewPageAsync();
        await VirtualAuthenticator.PlugIntoAsync(page);
        await page.AcceptInvitationAsync(link, "Bea Other");
        await page.OpenAsync($"/voices/{voice}");
        await page.GetByText("does not exist").First.WaitForAsync();
        await page.OpenAsync("/voices");
        Assert.DoesNotContain("Ada's voice", await page.InnerTextAsync("main"));
        await page.OpenAsync("/history");
        Assert.DoesNotContain("rivers of Asia", await page.InnerTextAsync("main"));
        foreach (var path in new[]
        {
            $"/api/voices/{voice}", $"/api/renderings/{rendering}", $"/api/renderings/{rendering}/audio", $"/api/renderings/{rendering}/parts/0/audio",
        })
        {
            Assert.Equal(404, await page.EvaluateAsync<int>("async path => (await fetch(path)).status", path));
        }

        Assert.Equal(404, await page.EvaluateAsync<int>(AskToSpeak, voice));
        await page.OpenAsync("/detect");
        await page.SetInputFilesAsync("#detect-file", file);
        await page.WaitForSelectorAsync("[data-verdict=marked]", new() { Timeout = 90_000 });
        Assert.Equal(0, await page.Locator("[data-rendering]").CountAsync());
        Assert.DoesNotContain("Ada", await page.InnerTextAsync("main"));
        await page.Context.CloseAsync();
    }

    private static async Task WithdrawAsync(IPage page, string voice)
    {
        await page.OpenAsync($"/voices/{voice}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw …" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw now" }).ClickAsync();
        await page.GetByText("Receipt of withdrawal").WaitForAsync();
        Assert.Equal(409, await page.EvaluateAsync<int>(AskToSpeak, voice));
        await page.OpenAsync("/audit");
        await page.Locator("table").GetByText("Consent withdrawn").First.WaitForAsync();
    }

    private const string AskToSpeak = """
        async voice => (await fetch('/api/renderings', {
          method: 'POST',
          headers: {
            'Content-Type': 'application/json',
            'RequestVerificationToken': document.querySelector('meta[name=antiforgery-token]').content,
          },
          body: JSON.stringify({ voiceId: voice, text: 'May I speak?' }),
        })).status
        """;

    private static Task<string> SpeakAsync(string path, string text) => Espeak.SpeakAsync(path, text, "-v", "en-us+f3", "-p", "60");

    [GeneratedRegex("/voices/([0-9a-f-]{36})$")]
    private static partial Regex VoicePage();
}
