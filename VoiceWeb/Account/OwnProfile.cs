using Microsoft.AspNetCore.Identity;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Account;

/// <summary>What a person changes about the own account: name, password, sessions.</summary>
internal sealed class OwnProfile(SignInManager<AppUser> signIn, AccountLedger ledger)
{
    private const int MaxName = 80;

    private UserManager<AppUser> Users => signIn.UserManager;

    /// <summary>Changes the name on screen.</summary>
    public async Task<Refusal?> RenameAsync(AppUser user, string name)
    {
        if (name.Trim() is not { Length: > 0 and <= MaxName } trimmed)
        {
            return new Invalid("display-name", $"Give a name of up to {MaxName} characters.") { Arguments = [MaxName] };
        }

        user.DisplayName = trimmed;
        await Users.UpdateAsync(user);
        await signIn.RefreshSignInAsync(user);
        return null;
    }

    /// <summary>Sets the first password, or changes it for one who knows the old one. Other sessions end.</summary>
    public async Task<Refusal?> ChangePasswordAsync(AppUser user, string old, string password, CancellationToken cancellationToken)
    {
        var refusal = await ledger.InTransactionAsync<Refusal?>(async _ =>
        {
            var changed = await Users.HasPasswordAsync(user)
                ? await Users.ChangePasswordAsync(user, old, password)
                : await Users.AddPasswordAsync(user, password);
            if (!changed.Succeeded)
            {
                return IdentityRefusals.From(changed);
            }

            ledger.Note(user, AuditEvent.PasswordChanged);
            return null;
        }, cancellationToken);
        if (refusal is null)
        {
            await signIn.RefreshSignInAsync(user);
        }

        return refusal;
    }

    /// <summary>Ends every session of the account but this one.</summary>
    public async Task SignOutElsewhereAsync(AppUser user)
    {
        await Users.UpdateSecurityStampAsync(user);
        await signIn.RefreshSignInAsync(user);
    }
}
