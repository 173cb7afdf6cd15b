using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Engine;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Voices;

/// <summary>
/// A school's voices. Everybody who may speak sees the ones that are or were in use; drafts are seen by their maker and by
/// administrators. Voices of another school are not found.
/// </summary>
public sealed class VoiceLibrary(IDbContextFactory<VoiceWebDb> dbFactory, LearningProgress learning, AuditTrail audit)
{
    private const int UsesShown = 50;

    /// <summary>The voices that this person may see: the sample first, then the newest. Withdrawn ones are left to their maker.</summary>
    public async Task<IReadOnlyList<VoiceSummary>> ListAsync(CurrentUser user, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        var voices = await Visible(db, user).AsNoTracking().Include(v => v.Clips)
            .OrderByDescending(v => v.IsSample).ThenByDescending(v => v.CreatedAt)
            .ToListAsync(cancellationToken);
        var consents = await ConsentsOfAsync(db, [.. voices.Select(v => v.Id)], cancellationToken);
        var ownerIds = voices.Select(v => v.OwnerId).Distinct().ToList();
        var names = await db.Users.Where(u => ownerIds.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.DisplayName, cancellationToken);
        return voices.ConvertAll(v => Summarise(user, v, names.GetValueOrDefault(v.OwnerId, ""), consents.GetValueOrDefault(v.Id)));
    }

    /// <summary>One voice.</summary>
    public async Task<Result<VoiceDetail>> FindAsync(CurrentUser user, Guid voiceId, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        var voice = await Visible(db, user).AsNoTracking().Include(v => v.Clips).SingleOrDefaultAsync(v => v.Id == voiceId, cancellationToken);
        if (voice is null)
        {
            return VoiceRefusals.NotFound();
        }

        var mine = voice.OwnerId == user.Id;
        var clipIds = voice.Clips.Select(l => l.ClipId).ToList();
        var clips = await db.Clips.AsNoTracking().Where(c => clipIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancellationToken);
        var recordings = voice.Clips.ConvertAll(link => clips.TryGetValue(link.ClipId, out var clip)
            ? new VoiceRecording(link.ClipId, mine ? clip.Name : null, clip.DurationSeconds, clip.Quality, link.ClipSha256)
            : new VoiceRecording(link.ClipId, null, null, null, link.ClipSha256));
        var uses = !mine ? [] : await (
            from rendering in db.Renderings.AsNoTracking().Where(r => r.VoiceId == voiceId)
            join account in db.Users on rendering.OwnerId equals account.Id into accounts
            from account in accounts.DefaultIfEmpty()
            orderby rendering.CreatedAt descending
            select new VoiceUse(
                rendering.Id, account == null ? "" : account.DisplayName, rendering.CreatedAt, rendering.Purpose, rendering.State,
                rendering.Characters)).Take(UsesShown).ToListAsync(cancellationToken);
        var owner = await db.Users.Where(u => u.Id == voice.OwnerId).Select(u => u.DisplayName).SingleOrDefaultAsync(cancellationToken);
        var consents = await ConsentsOfAsync(db, [voiceId], cancellationToken);
        return new VoiceDetail(
            Summarise(user, voice, owner ?? "", consents.GetValueOrDefault(voiceId)),
            recordings,
            voice.FitReportJson is null ? null : JsonSerializer.Deserialize<FitReport>(voice.FitReportJson),
            learning.Of(voiceId),
            uses);
    }

    /// <summary>Stops a voice: it cannot speak until it is released. For administrators.</summary>
    public async Task<Result<VoiceState>> FreezeAsync(CurrentUser user, Guid voiceId, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        var found = await FindForAdministratorAsync(db, user, voiceId, cancellationToken);
        if (!found.Succeeded)
        {
            return found.Refusal;
        }

        if (found.Value.State is VoiceState.Frozen or VoiceState.Withdrawn)
        {
            return VoiceRefusals.CannotFreeze();
        }

        found.Value.State = VoiceState.Frozen;
        audit.Append(db, user, AuditEvent.VoiceFrozen, $"voice:{voiceId}");
        await db.SaveChangesAsync(cancellationToken);
        return VoiceState.Frozen;
    }

    /// <summary>Lets a frozen voice go on from where its consent stands. For administrators.</summary>
    public async Task<Result<VoiceState>> ReleaseAsync(CurrentUser user, Guid voiceId, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        var found = await FindForAdministratorAsync(db, user, voiceId, cancellationToken);
        if (!found.Succeeded)
        {
            return found.Refusal;
        }

        if (found.Value.State != VoiceState.Frozen)
        {
            return VoiceRefusals.NotFrozen();
        }

        var states = await db.Consents.Where(c => c.VoiceId == voiceId).Select(c => c.State).ToListAsync(cancellationToken);
        found.Value.State = states.Contains(ConsentState.Active) ? VoiceState.Active
            : states.Contains(ConsentState.AwaitingReview) ? VoiceState.AwaitingReview
            : VoiceState.Draft;
        audit.Append(db, user, AuditEvent.VoiceReleased, $"voice:{voiceId}", new { state = found.Value.State.ToString() });
        await db.SaveChangesAsync(cancellationToken);
        return found.Value.State;
    }

    /// <summary>Deletes a draft that nobody has consented to. Its recordings stay.</summary>
    public async Task<Result<Guid>> DeleteAsync(CurrentUser user, Guid voiceId, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        var voice = await Visible(db, user).Include(v => v.Clips).SingleOrDefaultAsync(v => v.Id == voiceId, cancellationToken);
        if (voice is null)
        {
            return VoiceRefusals.NotFound();
        }

        if (voice.IsSample)
        {
            return VoiceRefusals.SampleStays();
        }

        if (voice.OwnerId != user.Id)
        {
            return VoiceRefusals.NotYours();
        }

        if (voice.State != VoiceState.Draft)
        {
            return VoiceRefusals.DeleteNeedsWithdrawal();
        }

        db.Consents.RemoveRange(await db.Consents
            .Where(c => c.VoiceId == voiceId && c.State == ConsentState.Started).ToListAsync(cancellationToken));
        db.Voices.Remove(voice);
        audit.Append(db, user, AuditEvent.VoiceDeleted, $"voice:{voiceId}");
        await db.SaveChangesAsync(cancellationToken);
        return voiceId;
    }

    private static IQueryable<Voice> Visible(VoiceWebDb db, CurrentUser user) => db.Voices.Where(v =>
        v.OwnerId == user.Id
        || (user.MaySpeak && (v.State == VoiceState.Active || v.State == VoiceState.Frozen))
        || (user.MayAdminister && v.State != VoiceState.Withdrawn));

    private static async Task<Result<Voice>> FindForAdministratorAsync(
        VoiceWebDb db, CurrentUser user, Guid voiceId, CancellationToken cancellationToken)
    {
        var voice = await Visible(db, user).SingleOrDefaultAsync(v => v.Id == voiceId, cancellationToken);
        return voice is null ? VoiceRefusals.NotFound()
            : !user.MayAdminister ? VoiceRefusals.AdminOnly()
            : voice.IsSample ? VoiceRefusals.SampleStays()
            : voice;
    }

    private static async Task<Dictionary<Guid, ConsentRecord>> ConsentsOfAsync(
        VoiceWebDb db, IReadOnlyList<Guid> voiceIds, CancellationToken cancellationToken)
    {
        var active = await db.Consents.AsNoTracking()
            .Where(c => voiceIds.Contains(c.VoiceId) && c.State == ConsentState.Active)
            .OrderBy(c => c.CreatedAt)
            .ToListAsync(cancellationToken);
        return active.GroupBy(c => c.VoiceId).ToDictionary(g => g.Key, g => g.Last());
    }

    private static VoiceSummary Summarise(CurrentUser user, Voice voice, string owner, ConsentRecord? consent) => new(
        voice.Id, voice.Name, voice.Description, owner, voice.OwnerId == user.Id, voice.IsSample, voice.Language, voice.Model, voice.State,
        voice.ProfileBlobId is not null, voice.Clips.Count, voice.CreatedAt, voice.LastUsedAt, consent?.EndsAt,
        consent?.Purposes ?? ConsentPurposes.None);
}
