using VoiceWeb.Audit;
using VoiceWeb.Data;

namespace VoiceWeb.Account;

/// <summary>
/// Lets a change to an account and the record of it be saved together: Identity's own writes go through the same context, within one
/// transaction.
/// </summary>
internal sealed class AccountLedger(VoiceWebDb db, AuditTrail audit)
{
    /// <summary>Runs a change in a transaction. What it throws undoes everything.</summary>
    public async Task<T> InTransactionAsync<T>(Func<VoiceWebDb, Task<T>> change, CancellationToken cancellationToken)
    {
        db.ScopeToInstallation();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var result = await change(db);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    /// <summary>Notes what an account did; saved with the change.</summary>
    public void Note(AppUser account, AuditEvent what, object? facts = null) =>
        audit.Append(db, account.CurrentTenantId ?? Guid.Empty, account.Id, what, $"account:{account.Id}", facts);
}
