using Microsoft.Playwright;

namespace VoiceWeb.Tests.Browser;

/// <summary>A passkey device inside the browser, which answers by itself.</summary>
internal sealed class VirtualAuthenticator
{
    private readonly ICDPSession _session;
    private readonly string _id;

    private VirtualAuthenticator(ICDPSession session, string id) => (_session, _id) = (session, id);

    /// <summary>Plugs a device into a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="verifiesUser">Whether it verifies its holder, as by a fingerprint.</param>
    /// <param name="canVerifyUser">Whether it is able to; a bare security key is not.</param>
    public static async Task<VirtualAuthenticator> PlugIntoAsync(IPage page, bool verifiesUser = true, bool canVerifyUser = true)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        var added = await session.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["ctap2Version"] = "ctap2_1",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = canVerifyUser,
                ["isUserVerified"] = verifiesUser,
                ["automaticPresenceSimulation"] = true,
            },
        });
        return new VirtualAuthenticator(session, added!.Value.GetProperty("authenticatorId").GetString()!);
    }

    /// <summary>Takes the device out of the page.</summary>
    public Task UnplugAsync() => _session.SendAsync("WebAuthn.removeVirtualAuthenticator", new Dictionary<string, object>
    {
        ["authenticatorId"] = _id,
    });

    /// <summary>Lets the holder be verified from now on, or not.</summary>
    public Task SetVerifiesUserAsync(bool verifies) => _session.SendAsync("WebAuthn.setUserVerified", new Dictionary<string, object>
    {
        ["authenticatorId"] = _id,
        ["isUserVerified"] = verifies,
    });
}
