using Microsoft.Playwright;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Tests.Web.Admin;

namespace VoiceWeb.Tests.Browser;

/// <summary>
/// A recording that travelled (recorded again, played faster, coded by Opus at a low rate) is dropped on the desk, leads back, becomes a
/// case, is compared and decided, and stands in the trail.
/// </summary>
[Trait("Category", "Browser")]
public sealed class DeskJourney(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_travelled_recording_leads_back_and_becomes_a_case_that_is_decided()
    {
        BrowserFixture.RequireBrowser();
        var found = Path.Combine(Path.GetTempPath(), $"voiceweb-found-{Guid.NewGuid():N}.opus");
        try
        {
            var page = await browser.NewPageAsync();
            await VirtualAuthenticator.PlugIntoAsync(page);
            await page.CreateOwnerAsync(browser.OwnerLink);
            var (rendering, wav) = await SpeakAsync(page);
            await File.WriteAllBytesAsync(found, await TravelledAsync(wav), Token);

            await page.OpenAsync("/detect");
            await page.ClickAsync("#detect-record:enabled");
            await page.WaitForTimeoutAsync(1_500);
            await page.ClickAsync("#detect-record[aria-pressed=true]");
            await page.WaitForSelectorAsync("[data-answer=no], [data-answer=inconclusive]", new() { Timeout = 60_000 }); // the fake microphone beeps

            await page.SetInputFilesAsync("#detect-file", found);
            await page.WaitForSelectorAsync("[data-answer=yes]", new() { Timeout = 90_000 });
            Assert.Equal(rendering, await page.GetAttributeAsync("[data-rendering]", "data-rendering"));
            Assert.Equal("found", await page.GetAttributeAsync("[data-layer=mark]", "data-state"));
            Assert.True(await page.Locator(".vw-line-yours").CountAsync() > 0);
            await page.FillAsync("#case-reason", "Heard in a chat, without a label.");
            await page.GetByRole(AriaRole.Button, new() { Name = "Open the case" }).ClickAsync();
            await page.WaitForSelectorAsync(".vw-compare");
            await DrawnAsync(page);
            await PageLook.PictureAsync(page, "desk-detect");

            await page.GetByRole(AriaRole.Link, new() { Name = "Go to the case" }).ClickAsync();
            await page.FillAsync("#case-because", "A lesson recording, played in class. Nothing to stop.");
            await PageLook.PictureAsync(page, "desk-case-open");
            await page.GetByRole(AriaRole.Button, new() { Name = "Decide" }).ClickAsync();
            await page.WaitForSelectorAsync("[data-decision=NothingStopped]");
            var report = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Signed report" }).ClickAsync());
            Assert.EndsWith(".csv", report.SuggestedFilename, StringComparison.Ordinal);

            await page.OpenAsync("/desk");
            await page.ClickAsync("#desk-prove");
            await page.GetByText("1 of 1 carry their mark").WaitForAsync();
            await page.GetByText("Nothing stopped").WaitForAsync();
            await page.OpenAsync("/audit");
            await page.Locator("table").GetByText("Case decided").First.WaitForAsync();
            await PictureEveryWayAsync(page, ["/desk", "/audit", "/verify", "/school", "/studio", "/admin/health", await CaseAddressAsync(page)]);
            await page.Context.CloseAsync();
            await AsVisitorsAsync(found);
        }
        finally
        {
            File.Delete(found);
        }
    }

    private async Task AsVisitorsAsync(string found)
    {
        foreach (var (language, dark, phone, yes) in new[] { ("en", false, false, "Yes, it was made here"), ("zh-CN", true, true, "是，由此处生成") })
        {
            var visitor = await browser.NewPageAsync(language, dark, phone);
            await visitor.OpenAsync("/verify");
            await visitor.SetInputFilesAsync("#verify-file", found);
            await visitor.WaitForSelectorAsync("[data-answer=yes]", new() { Timeout = 90_000 });
            Assert.Equal(yes, await visitor.Locator("#answer").InnerTextAsync());
            Assert.DoesNotContain("Ada", await visitor.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
            await PageLook.PictureAsync(visitor, $"desk-verify-answer-{language}{(dark ? "-dark" : "")}{(phone ? "-phone" : "")}");
            await visitor.Context.CloseAsync();
        }
    }

    private static async Task<(string Rendering, byte[] Wav)> SpeakAsync(IPage page)
    {
        // A newcomer waits for the sample voice to be learned.
        var rendering = await page.EvaluateAsync<string>("""
            async () => {
              const token = document.querySelector('meta[name=antiforgery-token]').content;
              const wait = (ms) => new Promise((done) => setTimeout(done, ms));
              const get = async (url) => (await fetch(url, { headers: { Accept: 'application/json' } })).json();
              for (let attempt = 0; attempt < 600; attempt++, await wait(200)) {
                const voices = await get('/api/voices');
                const sample = (Array.isArray(voices) ? voices : voices.items ?? []).find((voice) => voice.isSample);
                if (!sample?.learned) continue;
                const answer = await fetch('/api/renderings', {
                  method: 'POST',
                  headers: { 'Content-Type': 'application/json', RequestVerificationToken: token },
                  body: JSON.stringify({ voiceId: sample.id, language: 'en', text: 'Good morning class. Today we will follow a drop of water from the mountain to the sea. It falls as rain, soaks into the soil, joins a stream, and after many days it reaches the ocean.' }),
                });
                if (!answer.ok) continue;
                const { id } = await answer.json();
                for (; attempt < 600; attempt++, await wait(200)) {
                  const now = await get(`/api/renderings/${id}`);
                  if (now.state === 'Done') return id;
                  if (now.state === 'Failed') break;
                }
              }
              throw new Error('The sample voice never spoke.');
            }
            """);
        var wav = await page.EvaluateAsync<string>("""
            async id => {
              const bytes = new Uint8Array(await (await fetch(`/api/renderings/${id}/audio?format=wav`)).arrayBuffer());
              let text = '';
              for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
              return btoa(text);
            }
            """, rendering);
        return (rendering, Convert.FromBase64String(wav));
    }

    private static async Task<byte[]> TravelledAsync(byte[] wav)
    {
        var sound = await new AudioDecoder(new AudioOptions()).DecodeAsync(wav, Token);
        return await new AudioEncoder(new AudioOptions()).EncodeAsync(
            FoundRecording.Faster(FoundRecording.RecordedAgain(sound), 1.05), AudioFormat.Opus, null, 16, Token);
    }

    private static async Task DrawnAsync(IPage page)
    {
        // The page's content policy forbids the polling that waits for an expression, so this asks from outside.
        for (var attempt = 0; attempt < 100; attempt++)
        {
            if (await page.EvaluateAsync<bool>("""
                [...document.querySelectorAll('.vw-compare canvas')].every((canvas) =>
                  canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0))
                """))
            {
                return;
            }

            await page.WaitForTimeoutAsync(200);
        }

        Assert.Fail("The pictures were not drawn.");
    }

    private static async Task<string> CaseAddressAsync(IPage page)
    {
        await page.OpenAsync("/desk");
        return (await page.GetAttributeAsync("a[href^='/desk/cases/']", "href"))!;
    }

    private async Task PictureEveryWayAsync(IPage signedIn, string[] routes)
    {
        if (PageLook.Folder is null)
        {
            return;
        }

        await signedIn.EvaluateAsync("""
            async () => {
              const token = document.querySelector('meta[name=antiforgery-token]').content;
              await fetch('/api/school/audible-label', {
                method: 'PUT',
                headers: { 'Content-Type': 'application/json', RequestVerificationToken: token },
                body: JSON.stringify({ region: 'EuropeanUnion', place: 'Start' }),
              });
            }
            """);
        var cookies = await signedIn.Context.CookiesAsync();
        foreach (var (language, dark, phone) in new[] { ("en", true, false), ("zh-CN", false, false), ("zh-CN", false, true), ("en", false, true) })
        {
            var page = await browser.NewPageAsync(language, dark, phone);
            await page.Context.AddCookiesAsync(cookies.Where(cookie => !cookie.Name.Contains("culture", StringComparison.OrdinalIgnoreCase)).Select(cookie => new Cookie
            {
                Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = cookie.Path, HttpOnly = cookie.HttpOnly,
            }));
            foreach (var route in routes)
            {
                await page.OpenAsync(route);
                await page.WaitForTimeoutAsync(400);
                var name = $"desk{(route.Contains("cases", StringComparison.Ordinal) ? "-case" : route.Replace('/', '-'))}-{language}{(dark ? "-dark" : "")}{(phone ? "-phone" : "")}";
                await PageLook.PictureAsync(page, name);
                if (route.Contains("cases", StringComparison.Ordinal))
                {
                    await page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });
                    await PageLook.PictureAsync(page, name + "-print");
                    await page.EmulateMediaAsync(new() { Media = Media.Screen });
                }
            }

            await page.Context.CloseAsync();
        }
    }
}
