using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Storage;

namespace VoiceWeb.Synthesis;

/// <summary>
/// Erases the audio and text of renderings older than their school keeps them, and sketches older than the operator keeps them, once
/// at the start and then daily. The record of what was made stays.
/// </summary>
public sealed partial class RenderingRetention(
    IDbContextFactory<VoiceWebDb> dbFactory,
    RenderingLibrary library,
    BlobErasure erasure,
    AuditTrail audit,
    IOptions<SynthesisOptions> options,
    TimeProvider clock,
    ILogger<RenderingRetention> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    /// <summary>Erases what is due. Published recordings stay until they are taken off the list.</summary>
    /// <returns>How many renderings lost their audio.</returns>
    public async Task<int> EraseAsync(CancellationToken cancellationToken)
    {
        var erased = 0;
        await using (var db = await dbFactory.OpenForInstallationAsync(cancellationToken))
        {
            foreach (var tenant in await db.Tenants.AsNoTracking().ToListAsync(cancellationToken))
            {
                var before = clock.GetUtcNow() - TimeSpan.FromDays(tenant.RenderingRetentionDays);
                var due = await db.Renderings.Include(r => r.Parts)
                    .Where(r => r.TenantId == tenant.Id && r.AudioBlobId != null && r.PublishedAt == null && r.FinishedAt < before)
                    .ToListAsync(cancellationToken);
                foreach (var rendering in due)
                {
                    library.Erase(db, rendering);
                    audit.Append(
                        db, tenant.Id, AuditTrail.System, AuditEvent.RetentionErased, SynthesisQueue.Subject(rendering.Id),
                        new { days = tenant.RenderingRetentionDays });
                }

                await db.SaveChangesAsync(cancellationToken);
                erased += due.Count;
            }

            await ForgetSketchesAsync(db, cancellationToken);
        }

        await erasure.EraseDueAsync(cancellationToken);
        return erased;
    }

    private async Task ForgetSketchesAsync(VoiceWebDb db, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - TimeSpan.FromDays(options.Value.SketchDays);
        var due = await db.Sketches.Where(s => s.MadeAt < before).Select(s => new { s.MarkId, s.TenantId }).ToListAsync(cancellationToken);
        foreach (var school in due.GroupBy(s => s.TenantId))
        {
            db.Sketches.RemoveRange(school.Select(s => new Sketch { MarkId = s.MarkId, TenantId = s.TenantId }));
            audit.Append(
                db, school.Key, AuditTrail.System, AuditEvent.RetentionErased, "sketches", new { count = school.Count(), days = options.Value.SketchDays });
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                if (await EraseAsync(stoppingToken) is > 0 and var erased)
                {
                    LogErased(erased);
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Erased the audio of {Count} renderings older than their school keeps them.")]
    private partial void LogErased(int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Renderings that are due could not be erased; tried again tomorrow.")]
    private partial void LogFailed(Exception failure);
}
