using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Consent;

/// <summary>
/// Records that the device's owner was present for this consent: a passkey with user verification, made for this person, this voice
/// and this version of the notice. Holds for one statement and for a few minutes.
/// </summary>
/// <remarks>Proves that the device's owner was there, by PIN, finger or face. It does not prove whose voice is heard.</remarks>
public sealed class StepUpConsent(
    IDbContextFactory<VoiceWebDb> dbFactory, AuditTrail audit, IOptions<ConsentOptions> options, TimeProvider clock)
{
    /// <summary>Records a ceremony that has just been verified.</summary>
    /// <param name="credentialSha256">SHA-256 of the id of the passkey that signed, in hexadecimal.</param>
    /// <returns>Until when it holds, or why it is of no use.</returns>
    public async Task<Result<DateTimeOffset>> RecordAsync(
        CurrentUser user, Guid consentId, string credentialSha256, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        var consent = await db.Consents.SingleOrDefaultAsync(
            c => c.Id == consentId && c.SubjectId == user.Id, cancellationToken);
        if (consent is null)
        {
            return ConsentRefusals.ConsentNotFound();
        }

        if (consent.State != ConsentState.Started)
        {
            return ConsentRefusals.ConsentNotNow(VoiceState.AwaitingReview);
        }

        var now = clock.GetUtcNow();
        foreach (var older in await db.ConsentSteps
            .Where(s => s.ConsentId == consent.Id && s.Kind == ConsentStepKind.StepUp && s.UsedAt == null)
            .ToListAsync(cancellationToken))
        {
            older.ExpiresAt = older.ExpiresAt < now ? older.ExpiresAt : now;
        }

        var step = new ConsentStep
        {
            Id = Guid.CreateVersion7(),
            TenantId = user.TenantId,
            ConsentId = consent.Id,
            VoiceId = consent.VoiceId,
            UserId = user.Id,
            Kind = ConsentStepKind.StepUp,
            IssuedAt = now,
            ExpiresAt = now + options.Value.StepUpLife,
        };
        db.ConsentSteps.Add(step);
        consent.StepUpAt = now;
        consent.StepUpCredentialHash = credentialSha256;
        audit.Append(db, user, AuditEvent.ConsentStepUp, $"consent:{consent.Id}", new
        {
            voice = consent.VoiceId,
            notice = consent.NoticeVersion,
            credentialSha256 = consent.StepUpCredentialHash,
            step = step.Id,
        });
        await db.SaveChangesAsync(cancellationToken);
        return step.ExpiresAt;
    }

    /// <summary>Whether a step-up could be made for this consent now; asked before the browser is bothered with a ceremony.</summary>
    public async Task<Refusal?> RefusesAsync(CurrentUser user, Guid consentId, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        var state = await db.Consents.AsNoTracking()
            .Where(c => c.Id == consentId && c.SubjectId == user.Id)
            .Select(c => (ConsentState?)c.State)
            .SingleOrDefaultAsync(cancellationToken);
        return state switch
        {
            null => ConsentRefusals.ConsentNotFound(),
            ConsentState.Started => null,
            _ => ConsentRefusals.ConsentNotNow(VoiceState.AwaitingReview),
        };
    }
}
