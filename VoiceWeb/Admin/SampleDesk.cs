using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Security;

namespace VoiceWeb.Admin;

/// <summary>
/// Draws finished renderings for an auditor to look at: one in a hundred by lot, and more often what makes a misuse likelier (a new
/// voice, the night, somebody else's voice, a very long text).
/// </summary>
public sealed class SampleDesk(IDbContextFactory<VoiceWebDb> dbFactory, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Share of renderings that is drawn by lot alone.</summary>
    public const double RandomShare = 0.01;

    /// <summary>What each risk adds to a rendering's chance.</summary>
    public const double SharePerRisk = 0.1;

    private const int LongText = 5_000; // characters
    private const int FirstHour = 6, LastHour = 22; // of a usual day, in the server's time zone

    private static readonly TimeSpan NewVoice = TimeSpan.FromDays(3);
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(31);

    /// <summary>Gives numbers from 0 up to 1. Another source only in tests.</summary>
    internal Func<double> Lot { get; init; } = () => RandomNumberGenerator.GetInt32(1_000_000) / 1_000_000.0;

    /// <summary>Draws from everything that was finished since the last drawing, in every school.</summary>
    /// <returns>How many were drawn.</returns>
    public async Task<int> DrawAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var (now, drawn) = (clock.GetUtcNow(), 0);
        foreach (var tenant in await db.Tenants.AsNoTracking().Select(t => t.Id).ToListAsync(cancellationToken))
        {
            var since = await SinceAsync(db, tenant, now, cancellationToken);
            var due = await (
                from rendering in db.Renderings.AsNoTracking()
                join voice in db.Voices on rendering.VoiceId equals voice.Id
                where rendering.TenantId == tenant && rendering.State == RenderingState.Done && rendering.FinishedAt > since && rendering.FinishedAt <= now
                select new Candidate(rendering.Id, rendering.OwnerId, rendering.CreatedAt, rendering.Characters, voice.OwnerId, voice.CreatedAt))
                .ToListAsync(cancellationToken);
            var chosen = due.Select(candidate => Draw(candidate, tenant, now)).OfType<SampleReview>().ToList();
            db.SampleReviews.AddRange(chosen);
            audit.Append(db, tenant, AuditTrail.System, AuditEvent.SamplesDrawn, $"tenant:{tenant}", new { of = due.Count, drawn = chosen.Count, upTo = now });
            drawn += chosen.Count;
        }

        await db.SaveChangesAsync(cancellationToken);
        return drawn;
    }

    /// <summary>What the school's auditors have not looked at yet, oldest first.</summary>
    public async Task<IReadOnlyList<SampleLine>> ListAsync(CurrentUser user, CancellationToken cancellationToken)
    {
        await using var db = await OpenAsync(user, cancellationToken);
        return await (
            from review in db.SampleReviews.AsNoTracking()
            join rendering in db.Renderings on review.RenderingId equals rendering.Id
            join voice in db.Voices on rendering.VoiceId equals voice.Id into voices
            from voice in voices.DefaultIfEmpty()
            where review.Outcome == SampleOutcome.NotYet
            orderby review.DrawnAt
            select new SampleLine(
                review.Id, rendering.Id, review.Kind, review.Risks, rendering.CreatedAt, rendering.Characters, voice == null ? "" : voice.Name))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Puts on record that a drawn rendering was looked at.</summary>
    /// <returns>Whether it was still waiting.</returns>
    public async Task<bool> MarkSeenAsync(CurrentUser user, Guid id, SampleOutcome outcome, CancellationToken cancellationToken)
    {
        await using var db = await OpenAsync(user, cancellationToken);
        var review = await db.SampleReviews.SingleOrDefaultAsync(r => r.Id == id && r.Outcome == SampleOutcome.NotYet, cancellationToken);
        if (review is null)
        {
            return false;
        }

        (review.Outcome, review.ReviewerId, review.ReviewedAt) = (outcome, user.Id, clock.GetUtcNow());
        audit.Append(db, user, AuditEvent.SampleReviewed, $"rendering:{review.RenderingId}", new { outcome = outcome.ToString() });
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    private static async Task<DateTimeOffset> SinceAsync(VoiceWebDb db, Guid tenant, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.AuditEntries.AsNoTracking().Where(e => e.TenantId == tenant && e.Event == nameof(AuditEvent.SamplesDrawn))
            .MaxAsync(e => (DateTimeOffset?)e.At, cancellationToken) ?? now - LookBack;

    private SampleReview? Draw(Candidate candidate, Guid tenant, DateTimeOffset now)
    {
        var risks = RisksOf(candidate).ToList();
        var lot = Lot();
        return lot >= RandomShare + (SharePerRisk * risks.Count) ? null : new SampleReview
        {
            Id = Guid.CreateVersion7(),
            TenantId = tenant,
            RenderingId = candidate.Id,
            Kind = lot < RandomShare ? SampleKind.Random : SampleKind.Risk,
            Risks = string.Join(',', risks),
            DrawnAt = now,
        };
    }

    private IEnumerable<string> RisksOf(Candidate candidate)
    {
        if (candidate.CreatedAt - candidate.VoiceCreatedAt < NewVoice)
        {
            yield return "newVoice";
        }

        if (TimeZoneInfo.ConvertTime(candidate.CreatedAt, clock.LocalTimeZone).Hour is < FirstHour or >= LastHour)
        {
            yield return "night";
        }

        if (candidate.VoiceOwnerId.Length > 0 && candidate.VoiceOwnerId != candidate.OwnerId)
        {
            yield return "othersVoice";
        }

        if (candidate.Characters > LongText)
        {
            yield return "longText";
        }
    }

    private async Task<VoiceWebDb> OpenAsync(CurrentUser user, CancellationToken cancellationToken) => user.MayAudit
        ? await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken)
        : throw new UnauthorizedAccessException("Only auditors and administrators of a school look at its samples.");

    private sealed record Candidate(
        Guid Id, string OwnerId, DateTimeOffset CreatedAt, int Characters, string VoiceOwnerId, DateTimeOffset VoiceCreatedAt);
}

/// <summary>A rendering that waits for a look.</summary>
/// <param name="Risks">Names of what raised its chance, separated by commas.</param>
public sealed record SampleLine(
    Guid Id, Guid RenderingId, SampleKind Kind, string Risks, DateTimeOffset CreatedAt, int Characters, string VoiceName);
