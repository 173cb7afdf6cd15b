using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.Playwright;

namespace VoiceWeb.Tests.Browser;

/// <summary>Every page, in both themes and languages, without serious findings, and within the width of a phone.</summary>
[Trait("Category", "Browser")]
public sealed class AccessibilityTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
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
        var look = new PageLook();
        var page = await browser.NewPageAsync();
        await VirtualAuthenticator.PlugIntoAsync(page);
        await page.OpenAsync(browser.OwnerLink);
        await VisitAsync(page, browser.OwnerLink, "owner-link", look);
        await LookAsync(page, ForVisitors, "visitor", look);
        await page.CreateOwnerAsync(browser.OwnerLink);
        await LookAsync(page, Routes, "owner", look);
        await page.Context.CloseAsync();
        Assert.True(look.Findings.Count == 0, string.Join('\n', look.Findings));
    }

    private static async Task LookAsync(IPage page, string[] routes, string who, PageLook look)
    {
        foreach (var route in routes)
        {
            await VisitAsync(page, route, $"{who}{route.Split('?')[0].Replace('/', '-').TrimEnd('-')}", look);
        }
    }

    private static async Task VisitAsync(IPage page, string route, string name, PageLook look)
    {
        var answer = await page.GotoAsync(route);
        if (answer is { Status: >= 400 } && route is not ("/not-found" or "/error"))
        {
            look.Findings.Add($"{route}: status {answer.Status}");
            return;
        }

        await page.ReadyAsync();
        await look.AtAsync(page, name);
    }
}
