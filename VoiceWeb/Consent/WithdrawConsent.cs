using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Storage;

namespace VoiceWeb.Consent;

/// <summary>
/// Takes back permission to use a voice, at once and for good: in one transaction the consent is withdrawn, the voice is dead, its
/// waiting and running work is cancelled, and its profile and recordings are given up; the files are erased right after, or after a
/// restart if the process dies in between.
/// </summary>
/// <remarks>
/// Recordings that another of the speaker's voices was made from are kept for that voice. The spoken statement is kept as evidence
/// for <see cref="ConsentOptions.StatementRetentionDays"/> and then erased (<see cref="StatementRetention"/>).
/// </remarks>
public sealed class WithdrawConsent(
    IDbContextFactory<VoiceWebDb> dbFactory, BlobErasure erasures, AuditTrail audit, IOptions<ConsentOptions> options, TimeProvider clock)
{
    private static readonly ConsentState[] Living = [ConsentState.Started, ConsentState.AwaitingReview, ConsentState.Active];

    /// <summary>Withdraws. The speaker alone may.</summary>
    /// <param name="unpublish">Whether what was published in this voice is taken back from the school as well.</param>
    public async Task<Result<WithdrawalReceipt>> WithdrawAsync(
        CurrentUser user, Guid voiceId, bool unpublish, CancellationToken cancellationToken)
    {
        WithdrawalReceipt receipt;
        await using (var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var voice = await db.Voices.SingleOrDefaultAsync(v => v.Id == voiceId, cancellationToken);
            if (voice is null)
            {
                return ConsentRefusals.VoiceNotFound();
            }

            if (voice.IsSample)
            {
                return ConsentRefusals.VoiceIsSample();
            }

            if (voice.OwnerId != user.Id)
            {
                return ConsentRefusals.NotYourVoice();
            }

            if (voice.State == VoiceState.Withdrawn)
            {
                return ConsentRefusals.AlreadyWithdrawn();
            }

            var given = await db.Consents.AnyAsync(
                c => c.VoiceId == voiceId && (c.State == ConsentState.AwaitingReview || c.State == ConsentState.Active), cancellationToken);
            if (!given)
            {
                return ConsentRefusals.NothingToWithdraw();
            }

            receipt = await EraseAsync(db, user.TenantId, user.Id, voice, unpublish, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        // The change is made; a caller who goes away must not keep the files alive.
        await erasures.EraseDueAsync(CancellationToken.None);
        return receipt;
    }

    /// <summary>The receipt of a withdrawn voice; null where there is none, or for anybody but the speaker.</summary>
    public async Task<WithdrawalReceipt?> FindReceiptAsync(CurrentUser user, Guid voiceId, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        if (!await db.Voices.AnyAsync(v => v.Id == voiceId && v.OwnerId == user.Id, cancellationToken))
        {
            return null;
        }

        var subject = $"voice:{voiceId}";
        var facts = await db.AuditEntries.AsNoTracking()
            .Where(e => e.Event == nameof(AuditEvent.ConsentWithdrawn) && e.Subject == subject)
            .Select(e => e.FactsJson)
            .FirstOrDefaultAsync(cancellationToken);
        return facts is null ? null : JsonSerializer.Deserialize<WithdrawalReceipt>(facts);
    }

    /// <summary>
    /// Ends one voice within the caller's transaction and orders the erasure of its files. Also how an account's voices end when the
    /// account is deleted.
    /// </summary>
    /// <param name="db">Sees the voice's school; has a transaction open.</param>
    public async Task<WithdrawalReceipt> EraseAsync(
        VoiceWebDb db, Guid tenantId, string actorId, Voice voice, bool unpublish, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var consents = await db.Consents.Where(c => c.VoiceId == voice.Id && Living.Contains(c.State)).ToListAsync(cancellationToken);
        var statements = consents.Any(c => c.StatementBlobId is not null);
        foreach (var consent in consents)
        {
            consent.State = ConsentState.Withdrawn;
            consent.WithdrawnAt = now;
        }

        var cancelled = await db.Renderings
            .Where(r => r.VoiceId == voice.Id && (r.State == RenderingState.Queued || r.State == RenderingState.Running))
            .ExecuteUpdateAsync(
                rendering => rendering
                    .SetProperty(r => r.State, RenderingState.Cancelled)
                    .SetProperty(r => r.FinishedAt, now)
                    .SetProperty(r => r.FailureCode, "consent-withdrawn")
                    .SetProperty(r => r.FailureMessage, "The speaker withdrew their consent while this waited."),
                cancellationToken);
        var unpublished = !unpublish ? 0 : await db.Renderings
            .Where(r => r.VoiceId == voice.Id && r.PublishedAt != null)
            .ExecuteUpdateAsync(rendering => rendering.SetProperty(r => r.PublishedAt, (DateTimeOffset?)null), cancellationToken);

        var clipIds = await db.VoiceClips.Where(l => l.VoiceId == voice.Id).Select(l => l.ClipId).ToListAsync(cancellationToken);
        var sharedIds = await (
            from link in db.VoiceClips
            join other in db.Voices on link.VoiceId equals other.Id
            where clipIds.Contains(link.ClipId) && other.Id != voice.Id && other.State != VoiceState.Withdrawn
            select link.ClipId).Distinct().ToListAsync(cancellationToken);
        var clips = await db.Clips
            .Where(c => clipIds.Contains(c.Id) && !sharedIds.Contains(c.Id)).ToListAsync(cancellationToken);

        erasures.Order(db, tenantId, clips.SelectMany(c => new[] { c.OriginalBlobId, c.DecodedBlobId }));
        db.Clips.RemoveRange(clips);
        var hadProfile = voice.ProfileBlobId is not null;
        if (voice.ProfileBlobId is { } profile)
        {
            erasures.Order(db, tenantId, [profile]);
        }

        voice.ProfileBlobId = null;
        voice.ReferencesJson = null; // it holds what the speaker said
        voice.FitReportJson = null; // its curves were drawn from the speaker's own voice
        voice.State = VoiceState.Withdrawn;

        var receipt = new WithdrawalReceipt(
            voice.Id, now, cancelled, clips.Count, sharedIds.Count, hadProfile,
            unpublished, statements ? now.AddDays(options.Value.StatementRetentionDays) : null, consents.ConvertAll(c => c.Id));
        audit.Append(db, tenantId, actorId, AuditEvent.ConsentWithdrawn, $"voice:{voice.Id}", receipt);
        return receipt;
    }
}
