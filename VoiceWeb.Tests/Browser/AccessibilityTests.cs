using System.Reflection;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.AspNetCore.Components;
using Microsoft.Playwright;

namespace VoiceWeb.Tests.Browser;

/// <summary>Every page, in both themes and languages, without serious findings, and within the width of a phone.</summary>
[Trait("Category", "Browser")]
public sealed class AccessibilityTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private static readonly AxeRunOptions ColoursOnly = new() { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] } };

    // VOICEWEB_SCREENSHOTS names a folder that takes a picture of every page.
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("VOICEWEB_SCREENSHOTS");

    // Every page whose address has no parameter; new ones are found by themselves.
    private static readonly string[] Routes =
    [
        .. typeof(VoiceWeb.Shell.App).Assembly.GetTypes()
            .SelectMany(page => page.GetCustomAttributes<RouteAttribute>())
            .Select(route => route.Template)
            .Where(route => !route.Contains('{'))
            .Order(StringComparer.Ordinal),
    ];

    // These look different while nobody is signed in.
    private static readonly string[] ForVisitors =
        ["/", "/account/login", "/account/register?token=x", "/account/owner?token=x", "/account/2fa", "/account/recovery", "/account/denied", "/not-found"];

    [Fact]
    public async Task Every_page_is_free_of_serious_findings_and_fits_a_phone()
    {
        BrowserFixture.RequireBrowser();
        List<string> findings = [];
        var page = await browser.NewPageAsync();
        await VirtualAuthenticator.PlugIntoAsync(page);
        await page.OpenAsync(browser.OwnerLink);
        await VisitAsync(page, browser.OwnerLink, "owner-link", findings);
        await LookAsync(page, ForVisitors, "visitor", findings);
        await page.CreateOwnerAsync(browser.OwnerLink);
        await LookAsync(page, Routes, "owner", findings);
        await page.Context.CloseAsync();
        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    private static async Task LookAsync(IPage page, string[] routes, string who, List<string> findings)
    {
        foreach (var route in routes)
        {
            await VisitAsync(page, route, $"{who}{route.Split('?')[0].Replace('/', '-').TrimEnd('-')}", findings);
        }
    }

    private static async Task VisitAsync(IPage page, string route, string name, List<string> findings)
    {
        var answer = await page.GotoAsync(route);
        if (answer is { Status: >= 400 } && route is not ("/not-found" or "/error"))
        {
            findings.Add($"{route}: status {answer.Status}");
            return;
        }

        await page.ReadyAsync();
        await page.WaitForTimeoutAsync(150);
        foreach (var theme in (string[])["light", "dark"])
        {
            await page.EvaluateAsync($"document.documentElement.dataset.theme = '{theme}'");
            // Only the colours change with the theme.
            var scan = theme == "light" ? await page.RunAxe() : await page.RunAxe(ColoursOnly);
            findings.AddRange(scan.Violations
                .Where(violation => violation.Impact is "serious" or "critical")
                .Select(violation => $"{route} ({theme}): {violation.Id}: {violation.Nodes[0].Html}"));
            await PictureAsync(page, $"{name}-{theme}");
        }

        await page.SetViewportSizeAsync(390, 844);
        var width = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        if (width > 390)
        {
            findings.Add($"{route}: {width} px wide on a phone of 390 px");
        }

        await PictureAsync(page, $"{name}-phone");
        await page.SetViewportSizeAsync(1280, 900);
        await page.EvaluateAsync("document.documentElement.dataset.theme = 'light'");
    }

    private static async Task PictureAsync(IPage page, string name)
    {
        if (Pictures is not null)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}.png"), FullPage = true });
        }
    }
}
