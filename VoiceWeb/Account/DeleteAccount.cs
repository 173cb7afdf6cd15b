using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Account;

/// <summary>
/// Removes an account with all that the features keep about it. Records of what it did stay, under its id alone: without the account
/// nobody can tell whose id it was.
/// </summary>
internal sealed class DeleteAccount(
    UserManager<AppUser> users, IDbContextFactory<VoiceWebDb> dbFactory, IEnumerable<IPersonalData> features, AccountLedger ledger)
{
    /// <summary>Refuses the owner, and a school's last administrator: others depend on them.</summary>
    public async Task<Refusal?> DeleteAsync(AppUser user, CancellationToken cancellationToken)
    {
        if (await WhyNotAsync(user, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        // The features come first: their erasing can be repeated, while an account that is gone could not ask again.
        foreach (var feature in features)
        {
            await feature.ForgetAsync(user.Id, cancellationToken);
        }

        return await ledger.InTransactionAsync<Refusal?>(async db =>
        {
            db.Memberships.RemoveRange(await db.Memberships.Where(place => place.UserId == user.Id).ToListAsync(cancellationToken));
            ledger.Note(user, AuditEvent.AccountDeleted);
            var deleted = await users.DeleteAsync(user);
            return deleted.Succeeded ? null : IdentityRefusals.From(deleted);
        }, cancellationToken);
    }

    private async Task<Refusal?> WhyNotAsync(AppUser user, CancellationToken cancellationToken)
    {
        if (user.IsOwner)
        {
            return new Conflict("owner-stays", "The owner runs this installation and cannot be deleted.");
        }

        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var alone = await db.Memberships
            .Where(place => place.UserId == user.Id && place.Role == TenantRole.Admin)
            .AnyAsync(
                place => !db.Memberships.Any(other => other.TenantId == place.TenantId && other.UserId != user.Id && other.Role == TenantRole.Admin),
                cancellationToken);
        return alone
            ? new Conflict("last-administrator", "This is the school's only administrator. Make somebody else an administrator first.")
            : null;
    }
}
