using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;
using VoiceWeb.Security;

namespace VoiceWeb.Admin;

/// <summary>One job as the operator sees it: no text, no names of persons.</summary>
/// <param name="School">Name of the school.</param>
public sealed record JobLine(
    Guid Id, string School, string State, int Characters, string Model, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt, int Attempts, int PartsDone, int PartsTotal, string? FailureCode, string? FailureMessage);

/// <summary>What the workers of the installation are doing.</summary>
/// <param name="Waiting">Oldest first.</param>
/// <param name="Running">Oldest first.</param>
/// <param name="Failed">The latest.</param>
/// <param name="DoneToday">Finished in the last 24 hours.</param>
public sealed record JobOverview(IReadOnlyList<JobLine> Waiting, IReadOnlyList<JobLine> Running, IReadOnlyList<JobLine> Failed, int DoneToday);

/// <summary>Tells whoever runs the installation what waits, runs and failed, in all schools.</summary>
public sealed class JobBoard(IDbContextFactory<VoiceWebDb> dbFactory, TimeProvider clock)
{
    private const int Shown = 50;

    /// <summary>The jobs of all schools.</summary>
    /// <exception cref="UnauthorizedAccessException">The member does not run the installation.</exception>
    public async Task<JobOverview> ReadAsync(CurrentUser user, CancellationToken cancellationToken)
    {
        if (!user.IsOwner)
        {
            throw new UnauthorizedAccessException("Only whoever runs the installation sees the jobs of all schools.");
        }

        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var since = clock.GetUtcNow() - TimeSpan.FromHours(24);
        return new JobOverview(
            await LinesAsync(db, db.Renderings.Where(r => r.State == RenderingState.Queued).OrderBy(r => r.CreatedAt), cancellationToken),
            await LinesAsync(db, db.Renderings.Where(r => r.State == RenderingState.Running).OrderBy(r => r.StartedAt), cancellationToken),
            await LinesAsync(db, db.Renderings.Where(r => r.State == RenderingState.Failed).OrderByDescending(r => r.FinishedAt), cancellationToken),
            await db.Renderings.CountAsync(r => r.State == RenderingState.Done && r.FinishedAt > since, cancellationToken));
    }

    private static async Task<IReadOnlyList<JobLine>> LinesAsync(
        VoiceWebDb db, IQueryable<Rendering> jobs, CancellationToken cancellationToken)
    {
        var page = await jobs.AsNoTracking().Take(Shown).ToListAsync(cancellationToken);
        var schools = await db.Tenants.AsNoTracking().ToDictionaryAsync(t => t.Id, t => t.Name, cancellationToken);
        return
        [
            .. page.Select(r => new JobLine(
                r.Id, schools.GetValueOrDefault(r.TenantId, ""), r.State.ToString(), r.Characters, r.Model, r.CreatedAt, r.StartedAt,
                r.FinishedAt, r.Attempts, r.PartsDone, r.PartsTotal, r.FailureCode, r.FailureMessage)),
        ];
    }
}
