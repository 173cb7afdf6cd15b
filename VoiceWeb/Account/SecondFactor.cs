using Microsoft.AspNetCore.Identity;
using QRCoder;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Account;

/// <summary>Codes of an authenticator app (RFC 6238) beside the password, and recovery codes for the day the app is lost.</summary>
internal sealed class SecondFactor(UserManager<AppUser> users, IUserStore<AppUser> store, AccountLedger ledger)
{
    /// <summary>How many recovery codes are made at a time.</summary>
    public const int RecoveryCodes = 10;

    /// <summary>The secret to put into the app; made at the first look.</summary>
    public async Task<string> KeyOfAsync(AppUser user, CancellationToken cancellationToken)
    {
        if (await users.GetAuthenticatorKeyAsync(user) is { Length: > 0 } key)
        {
            return key;
        }

        // Through the store: the manager's own way changes the account's stamp too, and a mere look would end every session.
        var made = users.GenerateNewAuthenticatorKey();
        await ((IUserAuthenticatorKeyStore<AppUser>)store).SetAuthenticatorKeyAsync(user, made, cancellationToken);
        var kept = await users.UpdateAsync(user);
        return kept.Succeeded ? made : throw new InvalidOperationException("The authenticator key was not stored.");
    }

    /// <summary>The address that an app reads from the picture.</summary>
    public static string UriOf(AppUser user, string key) =>
        $"otpauth://totp/VoiceWeb:{Uri.EscapeDataString(user.Email ?? user.Id)}?secret={key}&issuer=VoiceWeb&digits=6";

    /// <summary>The address as a QR code in SVG, dark on a white ground in both themes.</summary>
    public static string QrOf(string uri)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(data);
        return svg.GetGraphic(4, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }

    /// <summary>Switches it on once the app shows the right code; gives the recovery codes, which are shown this once.</summary>
    public Task<Result<IReadOnlyList<string>>> EnableAsync(AppUser user, string code, CancellationToken cancellationToken) =>
        ledger.InTransactionAsync<Result<IReadOnlyList<string>>>(async _ =>
        {
            var digits = code.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
            if (!await users.VerifyTwoFactorTokenAsync(user, users.Options.Tokens.AuthenticatorTokenProvider, digits))
            {
                return new Invalid("wrong-code", "This code is not right. Check the time of your device, or try the next code.");
            }

            await users.SetTwoFactorEnabledAsync(user, true);
            ledger.Note(user, AuditEvent.SecondFactorEnabled);
            return await NewCodesAsync(user);
        }, cancellationToken);

    /// <summary>Switches it off and forgets the secret.</summary>
    public Task DisableAsync(AppUser user, CancellationToken cancellationToken) =>
        ledger.InTransactionAsync(async _ =>
        {
            await users.SetTwoFactorEnabledAsync(user, false);
            await users.ResetAuthenticatorKeyAsync(user);
            ledger.Note(user, AuditEvent.SecondFactorDisabled);
            return true;
        }, cancellationToken);

    /// <summary>New recovery codes; the old ones stop working.</summary>
    public Task<Result<IReadOnlyList<string>>> RenewCodesAsync(AppUser user, CancellationToken cancellationToken) =>
        ledger.InTransactionAsync(_ => NewCodesAsync(user), cancellationToken);

    private async Task<Result<IReadOnlyList<string>>> NewCodesAsync(AppUser user)
    {
        var codes = await users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes) ?? [];
        ledger.Note(user, AuditEvent.RecoveryCodesMade);
        return codes.ToList();
    }
}
