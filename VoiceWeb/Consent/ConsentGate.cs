using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Consent;

/// <summary>The one place that answers "may this person use this voice for this purpose, now?". The only maker of <see cref="ConsentGrant"/>.</summary>
public sealed class ConsentGate(IDbContextFactory<VoiceWebDb> dbFactory, TimeProvider clock)
{
    // An answer is for the request at hand; a job asks again when it runs.
    private static readonly TimeSpan GrantLife = TimeSpan.FromMinutes(10);

    /// <summary>Asks for one voice. Refuses when the voice is not active, or its consent is missing, over, or does not cover the purpose.</summary>
    public async Task<Result<ConsentGrant>> AskAsync(
        CurrentUser user, Guid voiceId, ConsentPurposes purpose, CancellationToken cancellationToken)
    {
        if (!user.MaySpeak)
        {
            return new Forbidden("role-may-not-speak", "Your role may listen but not speak. Ask an administrator of your school for the role of a teacher.");
        }

        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        var voice = await db.Voices.AsNoTracking().SingleOrDefaultAsync(v => v.Id == voiceId, cancellationToken);
        if (voice is null)
        {
            return new Missing("voice-not-found", "This voice does not exist, or belongs to another school.");
        }

        if (voice.State != VoiceState.Active)
        {
            return new Conflict("voice-not-active", voice.State switch
            {
                VoiceState.Draft => "This voice cannot speak yet: its speaker has not consented.",
                VoiceState.AwaitingReview => "This voice cannot speak yet: its consent waits for a reviewer.",
                VoiceState.Frozen => "This voice was frozen by an administrator.",
                _ => "This voice was withdrawn by its speaker and cannot be used again.",
            });
        }

        var now = clock.GetUtcNow();
        if (voice.IsSample)
        {
            return new ConsentGrant(user.TenantId, voice.Id, user.Id, null, purpose, now + GrantLife);
        }

        var consent = await db.Consents.AsNoTracking()
            .Where(c => c.VoiceId == voiceId && c.State == ConsentState.Active)
            .OrderByDescending(c => c.CreatedAt)
            .FirstOrDefaultAsync(cancellationToken);
        if (consent is null)
        {
            return new Conflict("consent-missing", "Nobody has consented to this voice. Its speaker can do so on the voice's page.");
        }

        if (consent.EndsAt <= now)
        {
            return new Conflict("consent-over", "The consent for this voice has ended. Its speaker can renew it on the voice's page.");
        }

        if (purpose == ConsentPurposes.None || (consent.Purposes & purpose) != purpose)
        {
            return new Conflict("purpose-not-covered", "The speaker did not consent to this purpose.");
        }

        var until = now + GrantLife;
        return new ConsentGrant(user.TenantId, voice.Id, user.Id, consent.Id, purpose, until < consent.EndsAt ? until : consent.EndsAt);
    }
}
