using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Security;

/// <summary>
/// Asks a signed-in person to confirm one act with their passkey: the device must verify its holder in this very ceremony, and the
/// passkey must be the current user's own. Runs within a request: the challenge travels in a sealed cookie.
/// </summary>
public sealed class PasskeyStepUp(SignInManager<AppUser> signIn, StepUpChallenges challenges)
{
    // Bit 2 of the flags in the authenticator data (WebAuthn level 3, section 6.1): the holder was verified.
    private const int FlagsOffset = 32;
    private const int UserVerified = 0x04;

    /// <summary>A new challenge for the user's own passkeys, as JSON for <c>navigator.credentials.get</c>. Refuses who has none.</summary>
    public async Task<Result<string>> MakeOptionsAsync(CurrentUser user)
    {
        var account = await signIn.UserManager.FindByIdAsync(user.Id);
        if (account is null || (await signIn.UserManager.GetPasskeysAsync(account)).Count == 0)
        {
            return new Conflict("no-passkey", "This step needs a passkey, and your account has none yet. Add one on your account's page.");
        }

        return await signIn.MakePasskeyRequestOptionsAsync(account);
    }

    /// <summary>Checks what the device answered. Each challenge counts once.</summary>
    /// <param name="user">Who must have answered.</param>
    /// <param name="credentialJson">The credential as the browser serialised it.</param>
    /// <returns>SHA-256 of the credential's id in hexadecimal, which may be kept as evidence.</returns>
    public async Task<Result<string>> VerifyAsync(CurrentUser user, string credentialJson)
    {
        if (!TryRead(credentialJson, out var flags, out var challenge))
        {
            return NotConfirmed();
        }

        PasskeyAssertionResult<AppUser> answer;
        try
        {
            answer = await signIn.PerformPasskeyAssertionAsync(credentialJson);
        }
        catch (InvalidOperationException)
        {
            // No challenge was asked for, or its cookie is gone.
            return NotConfirmed();
        }

        if (!answer.Succeeded || answer.User.Id != user.Id)
        {
            return NotConfirmed();
        }

        if ((flags & UserVerified) == 0)
        {
            return new Forbidden("user-not-verified", "The device did not verify that it is you. Use its fingerprint, face or PIN.");
        }

        if (!challenges.Spend(challenge))
        {
            return NotConfirmed();
        }

        await signIn.UserManager.AddOrUpdatePasskeyAsync(answer.User, answer.Passkey);
        return Convert.ToHexStringLower(SHA256.HashData(answer.Passkey.CredentialId));
    }

    private static Forbidden NotConfirmed() =>
        new("step-up-failed", "Your passkey did not confirm this. Try again, with a passkey of this account.");

    private static bool TryRead(string credentialJson, out byte flags, out string challenge)
    {
        (flags, challenge) = (0, "");
        try
        {
            using var credential = JsonDocument.Parse(credentialJson);
            var response = credential.RootElement.GetProperty("response");
            var authenticatorData = Base64Url.DecodeFromChars(response.GetProperty("authenticatorData").GetString());
            using var clientData = JsonDocument.Parse(Base64Url.DecodeFromChars(response.GetProperty("clientDataJSON").GetString()));
            challenge = clientData.RootElement.GetProperty("challenge").GetString() ?? "";
            flags = authenticatorData.Length > FlagsOffset ? authenticatorData[FlagsOffset] : (byte)0;
            return challenge.Length > 0;
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }
}
