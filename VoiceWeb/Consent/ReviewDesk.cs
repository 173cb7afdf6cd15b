using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Storage;

namespace VoiceWeb.Consent;

/// <summary>A consent on the list of reviews.</summary>
public sealed record ReviewSummary(
    Guid ConsentId, string VoiceName, string Speaker, string School, ConsentState State, DateTimeOffset SpokenAt,
    DateTimeOffset? ReviewedAt, ReviewerStanding Standing);

/// <summary>All that a reviewer has before them.</summary>
public sealed record ReviewEvidence(
    Guid ConsentId, Guid VoiceId, string VoiceName, string Speaker, string School, ConsentState State, ConsentPurposes Purposes,
    DateTimeOffset EndsAt, string NoticeVersion, string NoticeCulture, string NoticeHash, DateTimeOffset StartedAt,
    DateTimeOffset? StepUpAt, string Statement, IReadOnlyList<string> Words, DateTimeOffset StatementIssuedAt, DateTimeOffset SpokenAt,
    string StatementSha256, bool StatementKept, StatementNumbers? Numbers, IReadOnlyList<EvidenceClip> Clips, bool StatementHeard,
    string? Reviewer, DateTimeOffset? ReviewedAt, string? Reason, bool SelfApproved, ReviewerStanding Standing);

/// <summary>One recording that the voice is to be made from.</summary>
public sealed record EvidenceClip(Guid ClipId, string? Name, double Seconds, double SnrDb, string Sha256, bool Kept);

/// <summary>What a reviewer looks at, and the record of their looking. Decides nothing: <see cref="ReviewConsent"/> does.</summary>
public sealed class ReviewDesk(IDbContextFactory<VoiceWebDb> dbFactory, ClipStore store, AuditTrail audit)
{
    private static readonly ConsentState[] Reviewed = [ConsentState.AwaitingReview, ConsentState.Active, ConsentState.Rejected];

    /// <summary>What waits for this person, oldest first; then what was decided, newest first.</summary>
    public async Task<IReadOnlyList<ReviewSummary>> ListAsync(CurrentUser user, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var spoken = await db.Consents.AsNoTracking()
            .Where(c => c.StatementSpokenAt != null && Reviewed.Contains(c.State))
            .Where(c => user.IsOwner || c.TenantId == user.TenantId)
            .ToListAsync(cancellationToken);
        var list = new List<ReviewSummary>();
        foreach (var consent in spoken)
        {
            var standing = await ConsentReviewers.StandingAsync(db, user, consent, cancellationToken);
            if (standing == ReviewerStanding.None || (standing == ReviewerStanding.OwnVoice && !user.MayAdminister))
            {
                continue;
            }

            list.Add(new ReviewSummary(
                consent.Id,
                await db.Voices.Where(v => v.Id == consent.VoiceId).Select(v => v.Name).SingleAsync(cancellationToken),
                await NameAsync(db, consent.SubjectId, cancellationToken),
                await db.Tenants.Where(t => t.Id == consent.TenantId).Select(t => t.Name).SingleAsync(cancellationToken),
                consent.State,
                consent.StatementSpokenAt!.Value,
                consent.ReviewedAt,
                standing));
        }

        return
        [
            .. list.Where(r => r.State == ConsentState.AwaitingReview).OrderBy(r => r.SpokenAt),
            .. list.Where(r => r.State != ConsentState.AwaitingReview).OrderByDescending(r => r.ReviewedAt),
        ];
    }

    /// <summary>How many consents wait for this person's decision.</summary>
    public async Task<int> CountWaitingAsync(CurrentUser user, CancellationToken cancellationToken) =>
        (await ListAsync(user, cancellationToken))
            .Count(r => r.State == ConsentState.AwaitingReview && r.Standing != ReviewerStanding.OwnVoice);

    /// <summary>The evidence of one consent.</summary>
    public async Task<Result<ReviewEvidence>> FindAsync(CurrentUser user, Guid consentId, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var found = await FindVisibleAsync(db, user, consentId, cancellationToken);
        if (found is not { } visible)
        {
            return ConsentRefusals.ReviewNotFound();
        }

        var (consent, standing) = visible;
        var voice = await db.Voices.AsNoTracking().SingleAsync(v => v.Id == consent.VoiceId, cancellationToken);
        var words = await db.ConsentSteps.AsNoTracking()
            .Where(s => s.ConsentId == consent.Id && s.Kind == ConsentStepKind.Challenge && s.UsedAt != null)
            .Select(s => s.Words)
            .SingleOrDefaultAsync(cancellationToken);
        var clips = await (
            from link in db.VoiceClips.AsNoTracking().Where(l => l.VoiceId == voice.Id)
            join clip in db.Clips.AsNoTracking() on link.ClipId equals clip.Id into kept
            from clip in kept.DefaultIfEmpty()
            select new EvidenceClip(
                link.ClipId,
                clip == null ? null : clip.Name,
                clip == null ? 0 : clip.DurationSeconds,
                clip == null ? 0 : clip.SnrDb,
                link.ClipSha256,
                clip != null)).ToListAsync(cancellationToken);
        return new ReviewEvidence(
            consent.Id, voice.Id, voice.Name, await NameAsync(db, consent.SubjectId, cancellationToken),
            await db.Tenants.Where(t => t.Id == consent.TenantId).Select(t => t.Name).SingleAsync(cancellationToken),
            consent.State, consent.Purposes, consent.EndsAt, consent.NoticeVersion, consent.NoticeCulture, consent.NoticeHash,
            consent.CreatedAt, consent.StepUpAt, consent.Statement ?? "", words?.Split(' ') ?? [], consent.StatementIssuedAt!.Value,
            consent.StatementSpokenAt!.Value, consent.StatementSha256 ?? "", consent.StatementBlobId is not null,
            consent.StatementChecksJson is null ? null : JsonSerializer.Deserialize<StatementNumbers>(consent.StatementChecksJson),
            clips, await HeardAsync(db, user, consent.Id, cancellationToken),
            consent.ReviewerId is null ? null : await NameAsync(db, consent.ReviewerId, cancellationToken),
            consent.ReviewedAt, consent.ReviewReason, consent.SelfApproved, standing);
    }

    /// <summary>Opens the spoken statement for listening, and records that this person listened.</summary>
    public async Task<Result<Stream>> OpenStatementAsync(CurrentUser user, Guid consentId, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        if (await FindVisibleAsync(db, user, consentId, cancellationToken) is not { } visible)
        {
            return ConsentRefusals.ReviewNotFound();
        }

        if (visible.Consent.StatementBlobId is not { } blobId)
        {
            return ConsentRefusals.EvidenceErased();
        }

        return await OpenRecordedAsync(db, user, visible.Consent, blobId, $"consent:{consentId}", cancellationToken);
    }

    /// <summary>Opens one of the voice's recordings for listening, and records that this person listened.</summary>
    public async Task<Result<Stream>> OpenClipAsync(
        CurrentUser user, Guid consentId, Guid clipId, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        if (await FindVisibleAsync(db, user, consentId, cancellationToken) is not { } visible
            || !await db.VoiceClips.AnyAsync(l => l.VoiceId == visible.Consent.VoiceId && l.ClipId == clipId, cancellationToken))
        {
            return ConsentRefusals.ReviewNotFound();
        }

        var blobId = await db.Clips.Where(c => c.Id == clipId).Select(c => (Guid?)c.DecodedBlobId).SingleOrDefaultAsync(cancellationToken);
        return blobId is { } id
            ? await OpenRecordedAsync(db, user, visible.Consent, id, $"clip:{clipId}", cancellationToken)
            : ConsentRefusals.EvidenceErased();
    }

    internal static Task<bool> HeardAsync(VoiceWebDb db, CurrentUser user, Guid consentId, CancellationToken cancellationToken)
    {
        var subject = $"consent:{consentId}";
        return db.AuditEntries.AnyAsync(
            e => e.Event == nameof(AuditEvent.ConsentEvidencePlayed) && e.Subject == subject && e.ActorId == user.Id, cancellationToken);
    }

    internal static async Task<(ConsentRecord Consent, ReviewerStanding Standing)?> FindVisibleAsync(
        VoiceWebDb db, CurrentUser user, Guid consentId, CancellationToken cancellationToken)
    {
        var consent = await db.Consents.SingleOrDefaultAsync(c => c.Id == consentId && c.StatementSpokenAt != null, cancellationToken);
        if (consent is null)
        {
            return null;
        }

        var standing = await ConsentReviewers.StandingAsync(db, user, consent, cancellationToken);
        return standing == ReviewerStanding.None ? null : (consent, standing);
    }

    private static async Task<string> NameAsync(VoiceWebDb db, string userId, CancellationToken cancellationToken) =>
        await db.Users.Where(u => u.Id == userId).Select(u => u.DisplayName).SingleOrDefaultAsync(cancellationToken) ?? userId;

    private async Task<Result<Stream>> OpenRecordedAsync(
        VoiceWebDb db, CurrentUser user, ConsentRecord consent, Guid blobId, string subject, CancellationToken cancellationToken)
    {
        Stream stream;
        try
        {
            stream = await store.OpenAsync(blobId, cancellationToken);
        }
        catch (BlobMissingException)
        {
            return ConsentRefusals.EvidenceErased();
        }

        audit.Append(db, consent.TenantId, user.Id, AuditEvent.ConsentEvidencePlayed, subject, new { consent = consent.Id });
        await db.SaveChangesAsync(cancellationToken);
        return stream;
    }
}
