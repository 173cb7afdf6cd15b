using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Consent;

/// <summary>The one place that answers "may this person use this voice for this purpose, now?". The only maker of <see cref="ConsentGrant"/>.</summary>
public sealed class ConsentGate(IDbContextFactory<VoiceWebDb> dbFactory, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Stands where a notice's version would, on what an operator attested.</summary>
    public const string AttestedNotice = "attested";

    // An answer is for the request at hand; a job asks again when it runs.
    private static readonly TimeSpan GrantLife = TimeSpan.FromMinutes(10);

    /// <summary>Asks for one voice. Refuses when the voice is not active, or its consent is missing, over, or does not cover the purpose.</summary>
    public async Task<Result<ConsentGrant>> AskAsync(
        CurrentUser user, Guid voiceId, ConsentPurposes purpose, CancellationToken cancellationToken)
    {
        if (!user.MaySpeak)
        {
            return ConsentRefusals.RoleMayNotSpeak();
        }

        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        if (await db.Memberships.AnyAsync(m => m.UserId == user.Id && m.SuspendedAt != null, cancellationToken))
        {
            return ConsentRefusals.MemberSuspended();
        }

        var voice = await db.Voices.AsNoTracking().SingleOrDefaultAsync(v => v.Id == voiceId, cancellationToken);
        if (voice is null)
        {
            return ConsentRefusals.VoiceNotFound();
        }

        if (voice.State != VoiceState.Active)
        {
            return ConsentRefusals.VoiceNotActive(voice.State);
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
            return ConsentRefusals.ConsentMissing();
        }

        if (consent.EndsAt <= now)
        {
            return ConsentRefusals.ConsentOver();
        }

        if (purpose == ConsentPurposes.None || (consent.Purposes & purpose) != purpose)
        {
            return ConsentRefusals.PurposeNotCovered();
        }

        // Speaking for oneself is the one purpose that cannot be lent.
        if (purpose.HasFlag(ConsentPurposes.PersonalUse) && consent.SubjectId != user.Id)
        {
            return ConsentRefusals.PurposeOnlySpeaker();
        }

        var until = now + GrantLife;
        return new ConsentGrant(user.TenantId, voice.Id, user.Id, consent.Id, purpose, until < consent.EndsAt ? until : consent.EndsAt);
    }

    /// <summary>
    /// Takes an operator's word on the command line: whoever can run the program on the server could change the database as well, so
    /// their word is taken, and put on record with their account and the recording's hash. Good for one rendering.
    /// </summary>
    /// <remarks>
    /// The attestation is kept as a consent of its own, for a voice that exists for this rendering only, in no school
    /// (<see cref="Guid.Empty"/>), so that a found recording leads back to it. It never makes a voice that pages could use.
    /// </remarks>
    /// <param name="operatorAccount">The operating system's account that runs the verb.</param>
    /// <param name="attestation">"speaker, purpose", as typed. 3 to 500 characters.</param>
    /// <param name="clipSha256">SHA-256 of the recording's file, in hexadecimal.</param>
    /// <returns>A grant for a fresh voice id; refused without an attestation.</returns>
    public async Task<Result<ConsentGrant>> AttestAsync(
        string operatorAccount, string attestation, string clipSha256, CancellationToken cancellationToken)
    {
        var said = attestation.Trim();
        if (said.Length is < 3 or > 500)
        {
            return ConsentRefusals.AttestationMissing();
        }

        var now = clock.GetUtcNow();
        var consent = new ConsentRecord
        {
            Id = Guid.CreateVersion7(),
            TenantId = Guid.Empty,
            VoiceId = Guid.CreateVersion7(),
            SubjectId = AuditTrail.CommandLine,
            State = ConsentState.Active,
            Purposes = ConsentPurposes.PersonalUse,
            NoticeVersion = AttestedNotice,
            CreatedAt = now,
            EndsAt = now + GrantLife,
            Statement = said,
            StatementSpokenAt = now,
            StatementSha256 = clipSha256,
            ReviewReason = "Attested by the operator on the command line.",
        };
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        db.Consents.Add(consent);
        audit.Append(db, Guid.Empty, AuditTrail.CommandLine, AuditEvent.CommandLineAttested, $"consent:{consent.Id}", new
        {
            @operator = operatorAccount,
            attestation = said,
            clipSha256,
            voice = consent.VoiceId,
        });
        await db.SaveChangesAsync(cancellationToken);
        return new ConsentGrant(Guid.Empty, consent.VoiceId, AuditTrail.CommandLine, consent.Id, consent.Purposes, consent.EndsAt);
    }
}
