using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Consent;

/// <summary>What the speaker agreed to on the notice's page.</summary>
/// <param name="VoiceId">Their own voice.</param>
/// <param name="Purposes">Every purpose that was switched on.</param>
/// <param name="EndsOn">Last day of the consent.</param>
/// <param name="Culture">Language in which the notice was shown.</param>
/// <param name="NoticeSha256">Hash of the notice that was shown.</param>
public sealed record ConsentIntent(Guid VoiceId, ConsentPurposes Purposes, DateOnly EndsOn, CultureInfo Culture, string NoticeSha256);

/// <summary>
/// Begins a consent: records which notice was shown to whom, and which purposes and end date were chosen. Proves nothing yet;
/// the step-up and the spoken statement do. A consent begun earlier for the same voice, and not spoken, is replaced.
/// </summary>
public sealed class StartConsent(
    IDbContextFactory<VoiceWebDb> dbFactory, AuditTrail audit, IOptions<ConsentOptions> options, TimeProvider clock)
{
    /// <summary>First and last day that a consent may end on.</summary>
    public (DateOnly First, DateOnly Last) EndRange
    {
        get
        {
            var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
            return (today.AddDays(1), today.AddDays(options.Value.LongestDays));
        }
    }

    /// <summary>Records the start. The id of the new consent, or why not.</summary>
    public async Task<Result<Guid>> StartAsync(CurrentUser user, ConsentIntent intent, CancellationToken cancellationToken)
    {
        if (!user.MaySpeak)
        {
            return ConsentRefusals.RoleMayNotSpeak();
        }

        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        var voice = await db.Voices.SingleOrDefaultAsync(v => v.Id == intent.VoiceId, cancellationToken);
        if (voice is null)
        {
            return ConsentRefusals.VoiceNotFound();
        }

        var tenant = await db.Tenants.AsNoTracking().SingleAsync(t => t.Id == user.TenantId, cancellationToken);
        if (Refuses(user, voice, tenant) is { } refusal)
        {
            return refusal;
        }

        var allowed = Enum.GetValues<ConsentPurposes>().Aggregate(ConsentPurposes.None, (all, one) => all | one);
        if (intent.Purposes == ConsentPurposes.None || (intent.Purposes & ~allowed) != 0)
        {
            return ConsentRefusals.NoPurpose();
        }

        var (first, last) = EndRange;
        if (intent.EndsOn < first || intent.EndsOn > last)
        {
            return ConsentRefusals.EndOutOfRange(first, last);
        }

        var notice = ConsentNotice.For(intent.Culture, tenant.Name);
        if (notice.Sha256 != intent.NoticeSha256)
        {
            return ConsentRefusals.NoticeChanged();
        }

        db.Consents.RemoveRange(await db.Consents
            .Where(c => c.VoiceId == voice.Id && c.State == ConsentState.Started)
            .ToListAsync(cancellationToken));
        var consent = new ConsentRecord
        {
            Id = Guid.CreateVersion7(),
            TenantId = user.TenantId,
            VoiceId = voice.Id,
            SubjectId = user.Id,
            State = ConsentState.Started,
            Purposes = intent.Purposes,
            NoticeVersion = notice.Version,
            NoticeCulture = notice.Culture,
            NoticeHash = notice.Sha256,
            CreatedAt = clock.GetUtcNow(),
            EndsAt = new DateTimeOffset(intent.EndsOn.ToDateTime(new TimeOnly(23, 59, 59)), TimeSpan.Zero),
        };
        db.Consents.Add(consent);
        audit.Append(db, user, AuditEvent.ConsentStarted, $"consent:{consent.Id}", new
        {
            voice = voice.Id,
            purposes = (int)consent.Purposes,
            notice = consent.NoticeVersion,
            noticeSha256 = consent.NoticeHash,
            culture = consent.NoticeCulture,
            endsAt = consent.EndsAt,
        });
        await db.SaveChangesAsync(cancellationToken);
        return consent.Id;
    }

    /// <summary>Why this person cannot give a consent for this voice now; null if they can.</summary>
    internal static Refusal? Refuses(CurrentUser user, Voice voice, Tenant tenant)
    {
        if (voice.IsSample)
        {
            return ConsentRefusals.VoiceIsSample();
        }

        if (voice.OwnerId != user.Id)
        {
            return ConsentRefusals.NotYourVoice();
        }

        if (!tenant.CloningEnabled)
        {
            return ConsentRefusals.CloningOff();
        }

        // An active voice may be consented to again: that is how a consent is renewed or changed.
        return voice.State is VoiceState.Draft or VoiceState.Active ? null : ConsentRefusals.ConsentNotNow(voice.State);
    }
}
