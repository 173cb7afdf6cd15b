using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Storage;

namespace VoiceWeb.Consent;

/// <summary>
/// Erases the recordings of spoken statements once their time is over: a while after the consent was withdrawn, turned down or ran
/// out. The hash and the numbers stay on record.
/// </summary>
public sealed partial class StatementRetention(
    IDbContextFactory<VoiceWebDb> dbFactory, BlobErasure erasures, AuditTrail audit, IOptions<ConsentOptions> options,
    TimeProvider clock, ILogger<StatementRetention> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(6);

    /// <summary>Erases what is due now. How many recordings.</summary>
    public async Task<int> EraseDueAsync(CancellationToken cancellationToken)
    {
        var endedBefore = clock.GetUtcNow() - TimeSpan.FromDays(options.Value.StatementRetentionDays);
        var erased = 0;
        await using (var db = await dbFactory.OpenForInstallationAsync(cancellationToken))
        {
            var kept = await db.Consents.Where(c => c.StatementBlobId != null).ToListAsync(cancellationToken);
            foreach (var consent in kept.Where(c => EndOf(c) is { } end && end < endedBefore))
            {
                erasures.Order(db, consent.TenantId, [consent.StatementBlobId!.Value]);
                consent.StatementBlobId = null;
                audit.Append(
                    db, consent.TenantId, AuditTrail.System, AuditEvent.RetentionErased, $"consent:{consent.Id}",
                    new { statementSha256 = consent.StatementSha256 });
                erased++;
            }

            await db.SaveChangesAsync(cancellationToken);
        }

        await erasures.EraseDueAsync(cancellationToken);
        return erased;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
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

    private static DateTimeOffset? EndOf(ConsentRecord consent) => consent.State switch
    {
        ConsentState.Withdrawn => consent.WithdrawnAt,
        ConsentState.Rejected => consent.ReviewedAt,
        ConsentState.Active => consent.EndsAt,
        _ => null,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Spoken statements could not be checked for retention; it is tried again.")]
    private partial void LogFailed(Exception failure);
}
