using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Storage;

namespace VoiceWeb.Clips;

/// <summary>A member's own recordings. Never shows one member another's: somebody else's is not found.</summary>
public sealed class ClipLibrary(
    IDbContextFactory<VoiceWebDb> dbFactory, ClipStore store, BlobErasure erasures, AuditTrail audit)
{
    /// <summary>The member's recordings, newest first.</summary>
    public async Task<IReadOnlyList<ClipSummary>> ListAsync(CurrentUser user, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        var clips = await db.Clips.AsNoTracking()
            .Where(c => c.OwnerId == user.Id)
            .OrderByDescending(c => c.AddedAt)
            .ToListAsync(cancellationToken);
        var uses = await UsesAsync(db, [.. clips.Select(c => c.Id)], cancellationToken);
        return clips.ConvertAll(clip => ClipSummary.Of(clip, [.. uses[clip.Id]]));
    }

    /// <summary>One recording.</summary>
    public async Task<Result<ClipSummary>> FindAsync(CurrentUser user, Guid clipId, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        if (await FindOwnAsync(db, user, clipId, cancellationToken) is not { } clip)
        {
            return ClipRefusals.NotFound();
        }

        var uses = await UsesAsync(db, [clip.Id], cancellationToken);
        return ClipSummary.Of(clip, [.. uses[clip.Id]]);
    }

    /// <summary>Gives a recording another name, 1 to 120 characters.</summary>
    public async Task<Result<string>> RenameAsync(CurrentUser user, Guid clipId, string name, CancellationToken cancellationToken)
    {
        var trimmed = name.Trim();
        if (trimmed.Length is 0 or > ClipSummary.LongestName)
        {
            return ClipRefusals.BadName(ClipSummary.LongestName);
        }

        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        if (await FindOwnAsync(db, user, clipId, cancellationToken) is not { } clip)
        {
            return ClipRefusals.NotFound();
        }

        clip.Name = trimmed;
        await db.SaveChangesAsync(cancellationToken);
        return trimmed;
    }

    /// <summary>Writes down what is said in a recording; empty takes it away.</summary>
    public async Task<Result<string?>> SetTranscriptAsync(
        CurrentUser user, Guid clipId, string? transcript, CancellationToken cancellationToken)
    {
        var said = string.IsNullOrWhiteSpace(transcript) ? null : transcript.Trim();
        if (said?.Length > ClipSummary.LongestTranscript)
        {
            return ClipRefusals.TranscriptTooLong(ClipSummary.LongestTranscript);
        }

        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        if (await FindOwnAsync(db, user, clipId, cancellationToken) is not { } clip)
        {
            return ClipRefusals.NotFound();
        }

        clip.Transcript = said;
        await db.SaveChangesAsync(cancellationToken);
        return said;
    }

    /// <summary>Erases a recording that no living voice is made from.</summary>
    public async Task<Result<Guid>> RemoveAsync(CurrentUser user, Guid clipId, CancellationToken cancellationToken)
    {
        await using (var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            if (await FindOwnAsync(db, user, clipId, cancellationToken) is not { } clip)
            {
                return ClipRefusals.NotFound();
            }

            var uses = await UsesAsync(db, [clip.Id], cancellationToken);
            if (uses[clip.Id].FirstOrDefault() is { } voice)
            {
                return ClipRefusals.InUse(voice);
            }

            Erase(db, user.Id, clip);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await erasures.EraseDueAsync(CancellationToken.None);
        return clipId;
    }

    /// <summary>Opens the decoded form (WAV) for listening, anywhere in it.</summary>
    public async Task<Result<Stream>> OpenAudioAsync(CurrentUser user, Guid clipId, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        if (await FindOwnAsync(db, user, clipId, cancellationToken) is not { } clip)
        {
            return ClipRefusals.NotFound();
        }

        try
        {
            return await store.OpenAsync(clip.DecodedBlobId, cancellationToken);
        }
        catch (BlobMissingException)
        {
            return ClipRefusals.Erased();
        }
    }

    /// <summary>
    /// Erases every recording of an account, within the caller's transaction; for the deletion of the account, after its voices have
    /// been ended. The caller saves, commits and then has the ordered erasures carried out.
    /// </summary>
    /// <param name="db">Sees the whole installation.</param>
    public async Task<int> ForgetAsync(VoiceWebDb db, string userId, CancellationToken cancellationToken)
    {
        var clips = await db.Clips.Where(c => c.OwnerId == userId).ToListAsync(cancellationToken);
        clips.ForEach(clip => Erase(db, userId, clip));
        return clips.Count;
    }

    private void Erase(VoiceWebDb db, string actorId, Clip clip)
    {
        erasures.Order(db, clip.TenantId, [clip.OriginalBlobId, clip.DecodedBlobId]);
        db.Clips.Remove(clip);
        audit.Append(db, clip.TenantId, actorId, AuditEvent.ClipRemoved, $"clip:{clip.Id}", new { sha256 = clip.Sha256 });
    }

    private static Task<Clip?> FindOwnAsync(VoiceWebDb db, CurrentUser user, Guid clipId, CancellationToken cancellationToken) =>
        db.Clips.SingleOrDefaultAsync(c => c.Id == clipId && c.OwnerId == user.Id, cancellationToken);

    private static async Task<ILookup<Guid, string>> UsesAsync(
        VoiceWebDb db, IReadOnlyList<Guid> clipIds, CancellationToken cancellationToken)
    {
        var uses = await (
            from link in db.VoiceClips
            join voice in db.Voices on link.VoiceId equals voice.Id
            where clipIds.Contains(link.ClipId) && voice.State != VoiceState.Withdrawn
            select new { link.ClipId, voice.Name }).ToListAsync(cancellationToken);
        return uses.ToLookup(use => use.ClipId, use => use.Name);
    }
}
