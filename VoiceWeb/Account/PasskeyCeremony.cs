using Microsoft.AspNetCore.Identity;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Account;

/// <summary>Reads what a browser answered to the question for a new passkey.</summary>
internal static class PasskeyCeremony
{
    /// <summary>The new passkey and whose it is to be, or why not. The device must have verified its holder.</summary>
    public static async Task<Result<NewPasskey>> AttestAsync(SignInManager<AppUser> signIn, string credentialJson)
    {
        try
        {
            var made = await signIn.PerformPasskeyAttestationAsync(credentialJson);
            return made is { Succeeded: true, Passkey.IsUserVerified: true } ? new NewPasskey(made.Passkey, made.UserEntity.Id) : Refused();
        }
        catch (InvalidOperationException)
        {
            // No question was asked, or its cookie is gone: the page stayed open too long.
            return Refused();
        }
    }

    private static Invalid Refused() =>
        new("passkey-refused", "This passkey was not accepted: the device must verify that it is you, by fingerprint, face or PIN. Try again.");
}
