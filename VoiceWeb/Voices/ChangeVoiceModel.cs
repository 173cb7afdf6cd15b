using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Storage;

namespace VoiceWeb.Voices;

/// <summary>
/// Lets a voice speak with another model: what the old one learned is erased, and the voice is learned again from its recordings. Recordings and
/// consent stay as they are.
/// </summary>
public sealed class ChangeVoiceModel(
    IDbContextFactory<VoiceWebDb> dbFactory, SpokenLanguages models, BlobErasure erasures, LearningProgress progress, AuditTrail audit)
{
    /// <summary>Changes the model. Its name, or why not.</summary>
    public async Task<Result<string>> ChangeAsync(CurrentUser user, Guid voiceId, string model, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        var voice = await db.Voices.SingleOrDefaultAsync(v => v.Id == voiceId && v.OwnerId == user.Id, cancellationToken);
        if (voice is null || voice.State == VoiceState.Withdrawn)
        {
            return VoiceRefusals.NotFound();
        }

        if (!user.MaySpeak)
        {
            return VoiceRefusals.RoleMayNotMake();
        }

        if (!models.CanUse(model))
        {
            return VoiceRefusals.ModelUnavailable(model);
        }

        if (voice.Model == model)
        {
            return model;
        }

        audit.Append(db, user, AuditEvent.VoiceModelChanged, $"voice:{voiceId}", new { from = voice.Model, to = model });
        if (voice.ProfileBlobId is { } profile)
        {
            erasures.Order(db, user.TenantId, profile);
        }

        voice.Model = model;
        voice.ProfileBlobId = null;
        voice.FitReportJson = null;
        await db.SaveChangesAsync(cancellationToken);
        await erasures.EraseDueAsync(cancellationToken);
        progress.Report(voiceId, null);
        return model;
    }
}
