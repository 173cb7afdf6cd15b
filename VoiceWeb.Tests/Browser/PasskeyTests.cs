namespace VoiceWeb.Tests.Browser;

/// <summary>
/// Passkeys in a real browser: a device that verifies its holder opens the door, one that does not is refused by the server, also
/// when a tampering page asks the device not to verify.
/// </summary>
[Trait("Category", "Browser")]
public sealed class PasskeyTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    // What a tampering page would do: it lets the server's question reach the device without its demand to verify the holder.
    private const string Tampering = """
        for (const verb of ['create', 'get']) {
          const original = navigator.credentials[verb].bind(navigator.credentials);
          navigator.credentials[verb] = options => {
            const question = { ...options.publicKey, userVerification: 'discouraged' };
            if (question.authenticatorSelection) {
              question.authenticatorSelection = { ...question.authenticatorSelection, userVerification: 'discouraged', residentKey: 'preferred', requireResidentKey: false };
            }
            return original({ ...options, publicKey: question });
          };
        }
        """;

    [Fact]
    public async Task A_passkey_creates_the_owner_signs_in_again_and_counts_only_when_the_device_verifies_its_holder()
    {
        BrowserFixture.RequireBrowser();
        var page = await browser.NewPageAsync();
        var device = await VirtualAuthenticator.PlugIntoAsync(page);

        // A device that verifies: owner, out, in again.
        await page.CreateOwnerAsync(browser.OwnerLink);
        Assert.Contains("Ada Owner", await page.InnerTextAsync("h1"));
        await page.SignOutAsync();
        await page.OpenAsync("/account/login");
        await page.ClickAsync("button[data-passkey='sign-in']");
        await page.WaitForSelectorAsync(".vw-side");

        // The same device, which no longer verifies, and a page that tells it not to: the server refuses to sign in.
        await page.Context.AddInitScriptAsync(Tampering);
        await device.SetVerifiesUserAsync(false);
        await page.OpenAsync("/account/manage");
        await page.SignOutAsync();
        await page.OpenAsync("/account/login");
        await page.ClickAsync("button[data-passkey='sign-in']");
        await page.WaitForSelectorAsync("[data-code='passkey-unknown']");
        await page.GotoAsync("/account/manage");
        Assert.StartsWith("/account/login", new Uri(page.Url).AbsolutePath, StringComparison.Ordinal);

        // A bare key, which cannot verify anybody, and the same page: the server refuses to take its passkey.
        await device.SetVerifiesUserAsync(true);
        await page.OpenAsync("/account/login");
        await page.EvaluateAsync("delete navigator.credentials.get");
        await page.ClickAsync("button[data-passkey='sign-in']");
        await page.WaitForSelectorAsync(".vw-side");
        await device.UnplugAsync();
        await VirtualAuthenticator.PlugIntoAsync(page, verifiesUser: false, canVerifyUser: false);
        await page.OpenAsync("/account/passkeys");
        await page.ClickAsync("button[data-passkey='add']");
        await page.WaitForSelectorAsync("[data-code='passkey-refused']");
        Assert.Equal(1, await page.Locator("[name='NewName']").CountAsync());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_browser_itself_refuses_a_device_that_cannot_verify_and_the_page_says_so()
    {
        BrowserFixture.RequireBrowser();
        var page = await browser.NewPageAsync();
        await VirtualAuthenticator.PlugIntoAsync(page, verifiesUser: false);
        await page.OpenAsync("/account/login");
        await page.ClickAsync("button[data-passkey='sign-in']");

        await page.WaitForSelectorAsync("[data-passkey-message]:not([hidden])");
        Assert.Contains("No passkey was given", await page.InnerTextAsync("[data-passkey-message]"));
        await page.Context.CloseAsync();
    }
}
