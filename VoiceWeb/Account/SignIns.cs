using Microsoft.AspNetCore.Identity;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Account;

/// <summary>The ways in: passkey, password, second factor, recovery code. Success and failure of a known account are recorded.</summary>
internal sealed class SignIns(SignInManager<AppUser> signIn, AccountLedger ledger)
{
    /// <summary>By e-mail address and password. Five wrong ones in a row lock the account for ten minutes.</summary>
    public async Task<Result<SignInStep>> ByPasswordAsync(string email, string password, bool remember, CancellationToken cancellationToken)
    {
        var user = await signIn.UserManager.FindByEmailAsync(email.Trim());
        if (user is null)
        {
            // As slow as a wrong password, and the same answer: nobody learns which addresses have accounts.
            new PasswordHasher<AppUser>().HashPassword(new AppUser(), password);
            return WrongPassword();
        }

        return await RecordAsync(user, "password", () => signIn.PasswordSignInAsync(user, password, remember, lockoutOnFailure: true), cancellationToken);
    }

    /// <summary>By passkey, whose holder the device has verified: no second factor is asked for.</summary>
    public async Task<Result<SignInStep>> ByPasskeyAsync(string credentialJson, CancellationToken cancellationToken)
    {
        PasskeyAssertionResult<AppUser> answer;
        try
        {
            answer = await signIn.PerformPasskeyAssertionAsync(credentialJson);
        }
        catch (InvalidOperationException)
        {
            return PasskeyRefused();
        }

        if (!answer.Succeeded)
        {
            return PasskeyRefused();
        }

        var user = answer.User;
        return await RecordAsync(user, "passkey", async () =>
        {
            if (!await signIn.CanSignInAsync(user))
            {
                return SignInResult.NotAllowed;
            }

            if (await signIn.UserManager.IsLockedOutAsync(user))
            {
                return SignInResult.LockedOut;
            }

            await signIn.UserManager.AddOrUpdatePasskeyAsync(user, answer.Passkey);
            await signIn.SignInAsync(user, isPersistent: false, authenticationMethod: "passkey");
            return SignInResult.Success;
        }, cancellationToken);
    }

    /// <summary>By the code of an authenticator app, after the password.</summary>
    public async Task<Result<SignInStep>> BySecondFactorAsync(string code, bool rememberDevice, CancellationToken cancellationToken) =>
        await signIn.GetTwoFactorAuthenticationUserAsync() is { } user
            ? await RecordAsync(user, "authenticator", () => signIn.TwoFactorAuthenticatorSignInAsync(Digits(code), isPersistent: false, rememberDevice), cancellationToken)
            : SessionOver();

    /// <summary>By a recovery code, after the password; each works once.</summary>
    public async Task<Result<SignInStep>> ByRecoveryCodeAsync(string code, CancellationToken cancellationToken) =>
        await signIn.GetTwoFactorAuthenticationUserAsync() is { } user
            ? await RecordAsync(user, "recovery-code", () => signIn.TwoFactorRecoveryCodeSignInAsync(code.Trim()), cancellationToken)
            : SessionOver();

    private Task<Result<SignInStep>> RecordAsync(AppUser user, string way, Func<Task<SignInResult>> attempt, CancellationToken cancellationToken) =>
        ledger.InTransactionAsync<Result<SignInStep>>(async _ =>
        {
            var result = await attempt();
            if (result.RequiresTwoFactor)
            {
                return SignInStep.SecondFactor;
            }

            ledger.Note(user, result.Succeeded ? AuditEvent.SignedIn : AuditEvent.SignInFailed, new { way, lockedOut = result.IsLockedOut });
            return result switch
            {
                { Succeeded: true } => SignInStep.SignedIn,
                { IsLockedOut: true } => new LimitReached("locked-out", "Too many wrong attempts. Wait ten minutes, then try again."),
                { IsNotAllowed: true } => new Forbidden("account-disabled", "This account is switched off. Ask an administrator of your school."),
                _ => way == "password" ? WrongPassword() : new Invalid("wrong-code", "This code is not right. Check the time of your device, or try the next code."),
            };
        }, cancellationToken);

    private static string Digits(string code) => code.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);

    private static Invalid WrongPassword() => new("wrong-password", "E-mail address or password is not right.");

    private static Invalid PasskeyRefused() => new("passkey-unknown", "This passkey was not accepted. Use one of this site, and let the device verify that it is you.");

    private static Invalid SessionOver() => new("second-factor-over", "This took too long. Sign in again from the start.");
}
