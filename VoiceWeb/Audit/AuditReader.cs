using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;
using VoiceWeb.Security;

namespace VoiceWeb.Audit;

/// <summary>Reads the audit trail of a school for those who may. Every look is itself recorded, before anything is shown.</summary>
public sealed class AuditReader(IDbContextFactory<VoiceWebDb> dbFactory, AuditTrail audit, AuditChainCheck check)
{
    /// <summary>One page of what fits, newest first.</summary>
    /// <exception cref="UnauthorizedAccessException">The member may not read the records.</exception>
    public async Task<(IReadOnlyList<AuditLine> Page, int All)> SearchAsync(
        CurrentUser user, AuditSearch search, int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = await OpenAsync(user, cancellationToken);
        audit.Append(db, user, AuditEvent.AuditViewed, Subject(user), Describe(search, skip));
        await db.SaveChangesAsync(cancellationToken);
        var fitting = Fitting(db, search);
        var all = await fitting.CountAsync(cancellationToken);
        var page = await fitting.OrderByDescending(e => e.Sequence)
            .Skip(Math.Max(0, skip)).Take(Math.Clamp(take, 1, 500)).ToListAsync(cancellationToken);
        var ids = page.Select(e => e.ActorId).Distinct().ToList();
        var names = await db.Users.Where(u => ids.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.DisplayName, cancellationToken);
        return ([.. page.Select(e => AuditLine.From(e, names.GetValueOrDefault(e.ActorId)))], all);
    }

    /// <summary>Everything that fits, oldest first, for export.</summary>
    /// <exception cref="UnauthorizedAccessException">The member may not read the records.</exception>
    public async IAsyncEnumerable<AuditEntry> ExportAsync(
        CurrentUser user, AuditSearch search, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await OpenAsync(user, cancellationToken);
        audit.Append(db, user, AuditEvent.AuditExported, Subject(user), Describe(search, 0));
        await db.SaveChangesAsync(cancellationToken);
        await foreach (var entry in Fitting(db, search).OrderBy(e => e.Sequence).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return entry;
        }
    }

    /// <summary>Walks the chain of the whole installation, and records that somebody did.</summary>
    /// <exception cref="UnauthorizedAccessException">The member may not read the records.</exception>
    public async Task<ChainVerdict> CheckAsync(CurrentUser user, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        await using var db = await OpenAsync(user, cancellationToken);
        var verdict = await check.CheckAsync(progress, cancellationToken);
        audit.Append(db, user, AuditEvent.ChainVerified, "audit:chain", ChainCheckFacts.Of(verdict));
        await db.SaveChangesAsync(cancellationToken);
        return verdict;
    }

    /// <summary>The last walk along the chain, by the program or by anybody; null when there was none.</summary>
    /// <exception cref="UnauthorizedAccessException">The member may not read the records.</exception>
    public async Task<LastChainCheck?> LastCheckAsync(CurrentUser user, CancellationToken cancellationToken)
    {
        await using var db = (await OpenAsync(user, cancellationToken)).ScopeToInstallation();
        var entry = await db.AuditEntries.AsNoTracking().Where(e => e.Event == nameof(AuditEvent.ChainVerified))
            .OrderByDescending(e => e.Sequence).FirstOrDefaultAsync(cancellationToken);
        return entry is not null && ChainCheckFacts.Read(entry.FactsJson) is var facts ? new LastChainCheck(entry.At, facts.Entries, facts.Whole) : null;
    }

    private static IQueryable<AuditEntry> Fitting(VoiceWebDb db, AuditSearch search)
    {
        var entries = db.AuditEntries.AsNoTracking();
        if (!string.IsNullOrEmpty(search.Event))
        {
            entries = entries.Where(e => e.Event == search.Event);
        }

        if (!string.IsNullOrWhiteSpace(search.Actor))
        {
            var actor = search.Actor.Trim();
            entries = entries.Where(e => e.ActorId == actor
                || db.Users.Any(u => u.Id == e.ActorId && EF.Functions.Like(u.DisplayName, Pattern(actor), "\\")));
        }

        if (!string.IsNullOrWhiteSpace(search.Subject))
        {
            var pattern = Pattern(search.Subject.Trim());
            // A look-up keeps what it looked for: it must not find itself.
            entries = entries.Where(e => EF.Functions.Like(e.Subject, pattern, "\\")
                || (e.Event != nameof(AuditEvent.AuditViewed) && EF.Functions.Like(e.FactsJson, pattern, "\\")));
        }

        if (search.From is { } from)
        {
            entries = entries.Where(e => e.At >= from);
        }

        return search.To is { } to ? entries.Where(e => e.At < to) : entries;
    }

    private static string Pattern(string part) =>
        "%" + part.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";

    // The actor asked for may be a person's name, which has no place in the trail: only that one was given is kept.
    private static object Describe(AuditSearch search, int skip) => new
    {
        @event = search.Event, byActor = !string.IsNullOrWhiteSpace(search.Actor), subject = search.Subject, from = search.From, to = search.To, skip,
    };

    private static string Subject(CurrentUser user) => $"tenant:{user.TenantId}";

    private async Task<VoiceWebDb> OpenAsync(CurrentUser user, CancellationToken cancellationToken) => user.MayAudit
        ? await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken)
        : throw new UnauthorizedAccessException("Only auditors and administrators of a school read its records.");
}
