using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Consent;

/// <summary>Words to read aloud now.</summary>
/// <param name="Id">Names the challenge; the recording is sent with it.</param>
/// <param name="Statement">The whole sentence, words included.</param>
/// <param name="Words">The random words alone.</param>
/// <param name="ExpiresAt">When they run out.</param>
/// <param name="AttemptsLeft">How often new words can still be asked for today.</param>
public sealed record Challenge(Guid Id, string Statement, IReadOnlyList<string> Words, DateTimeOffset ExpiresAt, int AttemptsLeft);

/// <summary>
/// Gives out the sentence to read, with fresh words. Only after a step-up that still holds, a few times a day, and newer words
/// close older ones.
/// </summary>
public sealed class IssueChallenge(
    IDbContextFactory<VoiceWebDb> dbFactory, AuditTrail audit, IOptions<ConsentOptions> options, TimeProvider clock)
{
    /// <summary>Gives out words for a consent that was begun and stepped up.</summary>
    public async Task<Result<Challenge>> IssueAsync(CurrentUser user, Guid consentId, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
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
        var steppedUp = await db.ConsentSteps.AnyAsync(
            s => s.ConsentId == consent.Id && s.UserId == user.Id && s.Kind == ConsentStepKind.StepUp
                && s.UsedAt == null && s.ExpiresAt > now,
            cancellationToken);
        if (!steppedUp)
        {
            return ConsentRefusals.StepUpMissing();
        }

        var limit = options.Value.AttemptsPerDay;
        var dayAgo = now - TimeSpan.FromHours(24);
        var attempts = await db.ConsentSteps
            .Where(s => s.VoiceId == consent.VoiceId && s.UserId == user.Id
                && s.Kind == ConsentStepKind.Challenge && s.IssuedAt > dayAgo)
            .OrderBy(s => s.IssuedAt)
            .ToListAsync(cancellationToken);
        if (attempts.Count >= limit)
        {
            return ConsentRefusals.TooManyAttempts(limit, attempts[^limit].IssuedAt - dayAgo);
        }

        foreach (var open in attempts.Where(s => s.UsedAt is null && s.ExpiresAt > now))
        {
            open.ExpiresAt = now;
        }

        var tenant = await db.Tenants.AsNoTracking().SingleAsync(t => t.Id == user.TenantId, cancellationToken);
        var notice = ConsentNotice.For(CultureInfo.GetCultureInfo(consent.NoticeCulture), tenant.Name);
        var words = ConsentScript.DrawWords(consent.NoticeCulture);
        var step = new ConsentStep
        {
            Id = Guid.CreateVersion7(),
            TenantId = user.TenantId,
            ConsentId = consent.Id,
            VoiceId = consent.VoiceId,
            UserId = user.Id,
            Kind = ConsentStepKind.Challenge,
            Words = string.Join(' ', words),
            IssuedAt = now,
            ExpiresAt = now + options.Value.ChallengeLife,
        };
        db.ConsentSteps.Add(step);
        consent.Statement = ConsentScript.Compose(notice, user.DisplayName, tenant.Name, consent.Purposes, consent.EndsAt, words);
        consent.StatementIssuedAt = now;
        audit.Append(db, user, AuditEvent.ConsentChallengeIssued, $"consent:{consent.Id}", new
        {
            voice = consent.VoiceId,
            challenge = step.Id,
            attempt = attempts.Count + 1,
            expiresAt = step.ExpiresAt,
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new Challenge(step.Id, consent.Statement, words, step.ExpiresAt, limit - attempts.Count - 1);
    }
}
