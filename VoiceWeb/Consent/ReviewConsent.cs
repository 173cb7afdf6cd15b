using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Consent;

/// <summary>A reviewer's decision.</summary>
/// <param name="Approve">Yes or no.</param>
/// <param name="Reason">Why; kept with the consent and shown to the speaker. 3 to 500 characters.</param>
/// <param name="Acknowledged">For one's own voice: "I know that nobody else has checked this".</param>
public sealed record ReviewDecision(bool Approve, string Reason, bool Acknowledged = false);

/// <summary>
/// Decides about a spoken consent. The only way by which a voice becomes active. The reviewer must have listened to the statement.
/// </summary>
public sealed class ReviewConsent(IDbContextFactory<VoiceWebDb> dbFactory, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Least and most characters of a reason.</summary>
    public const int ShortestReason = 3, LongestReason = 500;

    /// <summary>Decides. The voice's new state, or why not.</summary>
    public async Task<Result<VoiceState>> DecideAsync(
        CurrentUser user, Guid consentId, ReviewDecision decision, CancellationToken cancellationToken)
    {
        var reason = decision.Reason.Trim();
        if (reason.Length < ShortestReason)
        {
            return ConsentRefusals.ReviewNeedsReason();
        }

        if (reason.Length > LongestReason)
        {
            return ConsentRefusals.ReviewReasonTooLong(LongestReason);
        }

        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await ReviewDesk.FindVisibleAsync(db, user, consentId, cancellationToken) is not { } visible)
        {
            return ConsentRefusals.ReviewNotFound();
        }

        var (consent, standing) = visible;
        if (standing == ReviewerStanding.OwnVoice)
        {
            return ConsentRefusals.ReviewOwnVoice();
        }

        if (consent.State != ConsentState.AwaitingReview)
        {
            return ConsentRefusals.ReviewClosed();
        }

        var alone = standing == ReviewerStanding.OwnerAlone;
        if (decision.Approve && alone && !decision.Acknowledged)
        {
            return ConsentRefusals.ReviewNeedsAcknowledgement();
        }

        if (decision.Approve && !await ReviewDesk.HeardAsync(db, user, consent.Id, cancellationToken))
        {
            return ConsentRefusals.ReviewNotHeard();
        }

        var voice = await db.Voices.SingleAsync(v => v.Id == consent.VoiceId, cancellationToken);
        consent.State = decision.Approve ? ConsentState.Active : ConsentState.Rejected;
        consent.ReviewerId = user.Id;
        consent.ReviewedAt = clock.GetUtcNow();
        consent.ReviewReason = reason;
        consent.SelfApproved = decision.Approve && alone;

        // A frozen voice stays frozen, and a voice whose renewal is turned down keeps the consent that it had.
        if (voice.State == VoiceState.AwaitingReview)
        {
            voice.State = decision.Approve ? VoiceState.Active : VoiceState.Draft;
        }

        audit.Append(
            db,
            consent.TenantId,
            user.Id,
            (decision.Approve, alone) switch
            {
                (true, true) => AuditEvent.ConsentSelfApproved,
                (true, false) => AuditEvent.ConsentApproved,
                _ => AuditEvent.ConsentRejected,
            },
            $"consent:{consent.Id}",
            new { voice = voice.Id, standing = standing.ToString(), statementSha256 = consent.StatementSha256, acknowledged = consent.SelfApproved });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return voice.State;
    }
}
