using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Consent;

/// <summary>Where a voice stands on its way to a consent, for the speaker's own pages.</summary>
/// <param name="Refusal">Why no consent can be given now; null if one can.</param>
/// <param name="Latest">The newest consent that was begun; null if none.</param>
/// <param name="SteppedUpUntil">Until when a step-up holds; null if none does.</param>
/// <param name="AttemptsLeft">How often words can still be asked for today.</param>
/// <param name="HasPasskey">Whether the account has a passkey to step up with.</param>
public sealed record ConsentProgress(
    Guid VoiceId, string VoiceName, VoiceState VoiceState, string School, Refusal? Refusal, ConsentSummary? Latest,
    DateTimeOffset? SteppedUpUntil, int AttemptsLeft, bool HasPasskey);

/// <summary>One consent, as the speaker and the voice's page see it.</summary>
public sealed record ConsentSummary(
    Guid Id, ConsentState State, ConsentPurposes Purposes, string NoticeVersion, DateTimeOffset CreatedAt, DateTimeOffset EndsAt,
    DateTimeOffset? SpokenAt, DateTimeOffset? ReviewedAt, string? ReviewReason, bool SelfApproved, DateTimeOffset? WithdrawnAt);

/// <summary>Reads how far the consents of a voice are. Changes nothing.</summary>
public sealed class ConsentDesk(IDbContextFactory<VoiceWebDb> dbFactory, IOptions<ConsentOptions> options, TimeProvider clock)
{
    /// <summary>How far the speaker is with their own voice.</summary>
    public async Task<Result<ConsentProgress>> FindAsync(CurrentUser user, Guid voiceId, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        var voice = await db.Voices.AsNoTracking().SingleOrDefaultAsync(v => v.Id == voiceId, cancellationToken);
        if (voice is null)
        {
            return ConsentRefusals.VoiceNotFound();
        }

        var tenant = await db.Tenants.AsNoTracking().SingleAsync(t => t.Id == user.TenantId, cancellationToken);
        var refusal = !user.MaySpeak ? ConsentRefusals.RoleMayNotSpeak() : StartConsent.Refuses(user, voice, tenant);
        var latest = await db.Consents.AsNoTracking()
            .Where(c => c.VoiceId == voiceId && c.SubjectId == user.Id)
            .OrderByDescending(c => c.CreatedAt)
            .FirstOrDefaultAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var dayAgo = now - TimeSpan.FromHours(24);
        var attempts = await db.ConsentSteps.CountAsync(
            s => s.VoiceId == voiceId && s.UserId == user.Id && s.Kind == ConsentStepKind.Challenge && s.IssuedAt > dayAgo, cancellationToken);
        var steppedUpUntil = latest is null ? null : await db.ConsentSteps
            .Where(s => s.ConsentId == latest.Id && s.Kind == ConsentStepKind.StepUp && s.UsedAt == null && s.ExpiresAt > now)
            .Select(s => (DateTimeOffset?)s.ExpiresAt)
            .FirstOrDefaultAsync(cancellationToken);
        var hasPasskey = await db.Set<Microsoft.AspNetCore.Identity.IdentityUserPasskey<string>>()
            .AnyAsync(p => p.UserId == user.Id, cancellationToken);
        return new ConsentProgress(
            voice.Id, voice.Name, voice.State, tenant.Name, refusal, latest is null ? null : Summarise(latest), steppedUpUntil,
            Math.Max(0, options.Value.AttemptsPerDay - attempts), hasPasskey);
    }

    /// <summary>The consents of a voice that the person may see, newest first.</summary>
    public async Task<IReadOnlyList<ConsentSummary>> ListAsync(CurrentUser user, Guid voiceId, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        var consents = await db.Consents.AsNoTracking()
            .Where(c => c.VoiceId == voiceId && c.State != ConsentState.Started)
            .OrderByDescending(c => c.CreatedAt)
            .ToListAsync(cancellationToken);
        return consents.ConvertAll(Summarise);
    }

    private static ConsentSummary Summarise(ConsentRecord consent) => new(
        consent.Id, consent.State, consent.Purposes, consent.NoticeVersion, consent.CreatedAt, consent.EndsAt, consent.StatementSpokenAt,
        consent.ReviewedAt, consent.ReviewReason, consent.SelfApproved, consent.WithdrawnAt);
}
