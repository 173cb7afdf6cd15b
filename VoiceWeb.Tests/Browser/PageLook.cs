using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace VoiceWeb.Tests.Browser;

/// <summary>
/// A look at the page that is open: what axe finds serious in either theme, and whether it fits a phone. VOICEWEB_SCREENSHOTS names a
/// folder that takes pictures of it.
/// </summary>
internal sealed class PageLook
{
    /// <summary>Folder for pictures; null where none are wanted.</summary>
    public static readonly string? Folder = Environment.GetEnvironmentVariable("VOICEWEB_SCREENSHOTS");

    // What passes is not told: a page's list of it takes seconds to carry over.
    private static readonly AxeRunOptions EveryRule = new() { ResultTypes = [ResultType.Violations] };

    private static readonly AxeRunOptions ColoursOnly = new()
    {
        ResultTypes = [ResultType.Violations],
        RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] },
    };

    /// <summary>What was found so far; a test wants it empty.</summary>
    public List<string> Findings { get; } = [];

    /// <summary>Looks at the page, and leaves it wide and light.</summary>
    /// <param name="name">Names its pictures, and its findings.</param>
    /// <param name="everyRuleTwice">Asks all rules in the dark theme too, where more than the colours may change.</param>
    public async Task AtAsync(IPage page, string name, bool everyRuleTwice = false)
    {
        await page.WaitForTimeoutAsync(100);
        foreach (var theme in (string[])["light", "dark"])
        {
            await page.EvaluateAsync($"document.documentElement.dataset.theme = '{theme}'; new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn, 50))))");
            var scan = theme == "light" || everyRuleTwice ? await page.RunAxe(EveryRule) : await page.RunAxe(ColoursOnly);
            Findings.AddRange(scan.Violations
                .Where(violation => violation.Impact is "serious" or "critical")
                .Select(violation => $"{name} ({theme}): {violation.Id}: {violation.Nodes[0].Html}"));
            await PictureAsync(page, $"{name}-{theme}");
        }

        await page.EvaluateAsync("document.documentElement.dataset.theme = 'light'");
        await page.SetViewportSizeAsync(390, 844);
        var width = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        if (width > 390)
        {
            Findings.Add($"{name}: {width} px wide on a phone of 390 px");
        }

        await PictureAsync(page, $"{name}-phone");
        await page.SetViewportSizeAsync(1280, 900);
    }

    /// <summary>Takes a picture of the whole page, where pictures are wanted.</summary>
    public static async Task PictureAsync(IPage page, string name)
    {
        if (Folder is not null)
        {
            Directory.CreateDirectory(Folder);
            await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}.png"), FullPage = true });
        }
    }
}
