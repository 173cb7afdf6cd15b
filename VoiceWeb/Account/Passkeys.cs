using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Account;

/// <summary>The passkeys of one account. The last way in cannot be removed.</summary>
internal sealed class Passkeys(SignInManager<AppUser> signIn, AccountLedger ledger)
{
    private const int MaxName = 60;

    private UserManager<AppUser> Users => signIn.UserManager;

    /// <summary>All of them, oldest first.</summary>
    public async Task<IReadOnlyList<UserPasskeyInfo>> ListAsync(AppUser user) =>
        [.. (await Users.GetPasskeysAsync(user)).OrderBy(passkey => passkey.CreatedAt)];

    /// <summary>The question for a further passkey, as JSON.</summary>
    public Task<string> MakeOptionsAsync(AppUser user) => signIn.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity
    {
        Id = user.Id,
        Name = user.Email ?? user.Id,
        DisplayName = user.DisplayName,
    });

    /// <summary>Adds what the browser answered.</summary>
    public async Task<Result<UserPasskeyInfo>> AddAsync(AppUser user, string credentialJson, string name, CancellationToken cancellationToken)
    {
        if (name.Trim().Length > MaxName)
        {
            return NameTooLong();
        }

        var made = await PasskeyCeremony.AttestAsync(signIn, credentialJson);
        if (!made.Succeeded)
        {
            return made.Refusal;
        }

        if (made.Value.UserId != user.Id)
        {
            return new Invalid("passkey-refused", "This passkey was made for another account. Try again.");
        }

        var passkey = made.Value.Passkey;
        passkey.Name = name.Trim();
        return await ledger.InTransactionAsync<Result<UserPasskeyInfo>>(async _ =>
        {
            var added = await Users.AddOrUpdatePasskeyAsync(user, passkey);
            if (!added.Succeeded)
            {
                return IdentityRefusals.From(added);
            }

            ledger.Note(user, AuditEvent.PasskeyAdded);
            return passkey;
        }, cancellationToken);
    }

    /// <summary>Gives a passkey another name.</summary>
    public async Task<Refusal?> RenameAsync(AppUser user, string id, string name)
    {
        if (name.Trim().Length > MaxName)
        {
            return NameTooLong();
        }

        if (await FindAsync(user, id) is not { } passkey)
        {
            return NotFound();
        }

        passkey.Name = name.Trim();
        await Users.AddOrUpdatePasskeyAsync(user, passkey);
        return null;
    }

    /// <summary>Removes a passkey.</summary>
    public async Task<Refusal?> RemoveAsync(AppUser user, string id, CancellationToken cancellationToken)
    {
        var all = await Users.GetPasskeysAsync(user);
        if (await FindAsync(user, id) is not { } passkey)
        {
            return NotFound();
        }

        if (all.Count == 1 && !await Users.HasPasswordAsync(user))
        {
            return new Conflict("last-way-in", "This is your only way to sign in. Set a password or add another passkey first.");
        }

        return await ledger.InTransactionAsync<Refusal?>(async _ =>
        {
            await Users.RemovePasskeyAsync(user, passkey.CredentialId);
            ledger.Note(user, AuditEvent.PasskeyRemoved);
            return null;
        }, cancellationToken);
    }

    /// <summary>A passkey's id as forms carry it.</summary>
    public static string IdOf(UserPasskeyInfo passkey) => Base64Url.EncodeToString(passkey.CredentialId);

    private async Task<UserPasskeyInfo?> FindAsync(AppUser user, string id) =>
        Base64Url.IsValid(id) ? await Users.GetPasskeyAsync(user, Base64Url.DecodeFromChars(id)) : null;

    private static Missing NotFound() => new("passkey-not-found", "This passkey is not there any more.");

    private static Invalid NameTooLong() => new("passkey-name", $"A passkey's name has up to {MaxName} characters.") { Arguments = [MaxName] };
}
