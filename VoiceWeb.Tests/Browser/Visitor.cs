using Microsoft.Playwright;

namespace VoiceWeb.Tests.Browser;

/// <summary>What people do at the door, as steps for journeys.</summary>
internal static class Visitor
{
    /// <summary>Opens a page and waits until it answers clicks: account pages at once, others when their circuit is there.</summary>
    public static async Task OpenAsync(this IPage page, string path)
    {
        await page.GotoAsync(path);
        await page.ReadyAsync();
    }

    /// <summary>Waits until the open page answers clicks.</summary>
    public static Task ReadyAsync(this IPage page) => page.WaitForSelectorAsync(".vw-frame[data-live]", new() { State = WaitForSelectorState.Attached });

    /// <summary>Creates the owner through the printed link with a passkey, and arrives at the home page.</summary>
    public static async Task CreateOwnerAsync(this IPage page, string link, string name = "Ada Owner", string school = "Lakeside School")
    {
        await page.OpenAsync(link);
        await page.FillAsync("[name='Input.Name']", name);
        await page.FillAsync("[name='Input.Email']", "ada@example.org");
        await page.FillAsync("[name='Input.School']", school);
        await page.ClickAsync("button[data-passkey='register']");
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/");
        await page.ReadyAsync();
    }

    /// <summary>Creates an account through an invitation with a passkey, and arrives at the home page.</summary>
    public static async Task AcceptInvitationAsync(this IPage page, string link, string name)
    {
        await page.OpenAsync(link);
        await page.FillAsync("[name='Input.Name']", name);
        await page.ClickAsync("button[data-passkey='register']");
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/");
        await page.ReadyAsync();
    }

    /// <summary>Signs out and arrives at the home page of visitors.</summary>
    public static async Task SignOutAsync(this IPage page)
    {
        await page.ClickAsync("[popovertarget='vw-account']");
        await page.ClickAsync("form[action='/account/logout'] button");
        await page.WaitForSelectorAsync(".vw-hero");
    }
}
