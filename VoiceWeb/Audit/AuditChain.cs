using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using VoiceWeb.Data;

namespace VoiceWeb.Audit;

/// <summary>
/// Closes the chain when a context saves: takes the database's write lock, reads the last entry, numbers and hashes the new ones,
/// and commits them together with the change that they tell of. Refuses to change or remove entries.
/// </summary>
/// <remarks>
/// The write lock (<c>BEGIN IMMEDIATE</c>, which is how the SQLite provider begins every transaction) keeps other contexts and other
/// processes out between the reading and the commit, so the chain has no gap and no fork. Within a process contexts queue up first,
/// which is fairer than SQLite's polling. A caller that has begun a transaction of its own keeps it.
/// </remarks>
public sealed class AuditChain : SaveChangesInterceptor, IDisposable
{
    private readonly ConditionalWeakTable<DbContext, IDbContextTransaction> _begun = [];
    private readonly SemaphoreSlim _turn = new(1);

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    /// <inheritdoc />
    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is VoiceWebDb db && Appended(db) is { Count: > 0 } appended)
        {
            if (db.Database.CurrentTransaction is null)
            {
                await BeginAsync(db, cancellationToken);
            }

            try
            {
                var last = await db.AuditEntries.IgnoreQueryFilters().AsNoTracking()
                    .OrderByDescending(e => e.Sequence).FirstOrDefaultAsync(cancellationToken);
                Close(db, appended, last);
            }
            catch
            {
                await EndAsync(db, commit: false);
                throw;
            }
        }

        return result;
    }

    /// <inheritdoc />
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        if (eventData.Context is VoiceWebDb db && Appended(db).Count > 0)
        {
            throw new InvalidOperationException("Entries of the audit trail are saved with SaveChangesAsync.");
        }

        return result;
    }

    /// <inheritdoc />
    public override async ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        await EndAsync(eventData.Context, commit: true);
        return result;
    }

    /// <inheritdoc />
    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default) =>
        EndAsync(eventData.Context, commit: false);

    /// <inheritdoc />
    public override Task SaveChangesCanceledAsync(DbContextEventData eventData, CancellationToken cancellationToken = default) =>
        EndAsync(eventData.Context, commit: false);

    private static List<AuditEntry> Appended(VoiceWebDb db)
    {
        var appended = new List<AuditEntry>();
        foreach (var entry in db.ChangeTracker.Entries<AuditEntry>())
        {
            if (entry.State is EntityState.Modified or EntityState.Deleted)
            {
                throw new InvalidOperationException(
                    $"Entry {entry.Entity.Sequence} of the audit trail was to be {entry.State.ToString().ToLowerInvariant()}: entries stay as they are.");
            }

            if (entry.State == EntityState.Added)
            {
                appended.Add(entry.Entity);
            }
        }

        // Until they are saved, entries carry the numbers -1, -2, … in the order in which they were appended.
        appended.Sort((a, b) => b.Sequence.CompareTo(a.Sequence));
        return appended;
    }

    private static void Close(VoiceWebDb db, List<AuditEntry> appended, AuditEntry? last)
    {
        var sequence = last?.Sequence ?? 0;
        var previous = last?.Hash ?? AuditHash.Beginning;
        foreach (var entry in appended)
        {
            // The number is the key, which a tracked entity must not change.
            db.Entry(entry).State = EntityState.Detached;
            entry.Sequence = ++sequence;
            entry.PreviousHash = previous;
            entry.Hash = previous = AuditHash.Of(entry);
        }

        db.AuditEntries.AddRange(appended);
    }

    private async Task BeginAsync(VoiceWebDb db, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            _begun.AddOrUpdate(db, await db.Database.BeginTransactionAsync(cancellationToken));
        }
        catch
        {
            _turn.Release();
            throw;
        }
    }

    // Not cancellable: the saving is done or has failed by now, and the lock must go either way.
    private async Task EndAsync(DbContext? db, bool commit)
    {
        if (db is null || !_begun.TryGetValue(db, out var transaction))
        {
            return;
        }

        _begun.Remove(db);
        try
        {
            await using (transaction)
            {
                if (commit)
                {
                    await transaction.CommitAsync(CancellationToken.None);
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }
}
