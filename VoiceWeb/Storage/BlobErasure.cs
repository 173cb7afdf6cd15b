using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;

namespace VoiceWeb.Storage;

/// <summary>
/// Erases blobs that somebody gave up. The order is written in the transaction that gives the blob up, so a crash in between
/// forgets nothing: what is still ordered at the next start is erased then.
/// </summary>
public sealed partial class BlobErasure(
    SealedBlobs blobs, IDbContextFactory<VoiceWebDb> dbFactory, TimeProvider clock, ILogger<BlobErasure> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    /// <summary>Orders the erasure of blobs with the caller's own change. Call <see cref="EraseDueAsync"/> after saving, to have it done at once.</summary>
    public void Order(VoiceWebDb db, Guid tenantId, params IEnumerable<Guid> given)
    {
        foreach (var blob in given)
        {
            db.PendingErasures.Add(new PendingErasure { BlobId = blob, TenantId = tenantId, OrderedAt = clock.GetUtcNow() });
        }
    }

    /// <summary>Erases everything that is ordered.</summary>
    /// <returns>How many orders were carried out.</returns>
    public async Task<int> EraseDueAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var due = await db.PendingErasures.AsNoTracking().Select(e => e.BlobId).ToListAsync(cancellationToken);
        foreach (var blob in due)
        {
            await blobs.DeleteAsync(blob);
            await db.PendingErasures.Where(e => e.BlobId == blob).ExecuteDeleteAsync(cancellationToken);
        }

        return due.Count;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await EraseDueAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sealed files could not be erased; this is tried again.")]
    private partial void LogFailed(Exception failure);
}
