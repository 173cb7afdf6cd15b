using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;

namespace VoiceWeb.Audit;

/// <summary>
/// Walks the chain and makes a root once a day, some minutes after the start at the earliest. A broken chain is logged as an error, put
/// on record, and shown on the audit page.
/// </summary>
public sealed partial class AuditWatch(
    IDbContextFactory<VoiceWebDb> dbFactory, AuditChainCheck check, AuditRoots roots, AuditTrail audit, TimeProvider clock, ILogger<AuditWatch> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);
    private static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(5);

    /// <summary>Checks, records what was found, and makes a root if the chain is whole.</summary>
    public async Task<ChainVerdict> LookAsync(CancellationToken cancellationToken)
    {
        var verdict = await check.CheckAsync(null, cancellationToken);
        await using (var db = await dbFactory.OpenForInstallationAsync(cancellationToken))
        {
            audit.Append(db, Guid.Empty, AuditTrail.System, AuditEvent.ChainVerified, "audit:chain", ChainCheckFacts.Of(verdict));
            await db.SaveChangesAsync(cancellationToken);
        }

        if (verdict.Break is { } broken)
        {
            LogBroken(broken.Sequence, broken.Kind);
        }
        else
        {
            await roots.MakeAsync(cancellationToken);
        }

        return verdict;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(await UntilDueAsync(stoppingToken), clock, stoppingToken);
                await LookAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(failure);
                await Task.Delay(AfterStart, clock, stoppingToken);
            }
        }
    }

    private async Task<TimeSpan> UntilDueAsync(CancellationToken cancellationToken)
    {
        // Another process may look after the same data.
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var last = await db.AuditEntries.AsNoTracking()
            .Where(e => e.Event == nameof(AuditEvent.ChainVerified) && e.ActorId == AuditTrail.System)
            .MaxAsync(e => (DateTimeOffset?)e.At, cancellationToken);
        var due = last is { } at ? at + Interval - clock.GetUtcNow() : TimeSpan.Zero;
        return due > AfterStart ? due : AfterStart;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The chain of the audit trail is broken at entry {Sequence} ({Kind}). Nothing from there on can be relied on.")]
    private partial void LogBroken(long sequence, ChainBreakKind kind);

    [LoggerMessage(Level = LogLevel.Error, Message = "The chain of the audit trail could not be checked; tried again later.")]
    private partial void LogFailed(Exception failure);
}
