using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Storage;

namespace VoiceWeb.Synthesis;

/// <summary>What a member has had spoken, and what the school may listen to. Somebody else's rendering is not found.</summary>
public sealed class RenderingLibrary(
    IDbContextFactory<VoiceWebDb> dbFactory, AuditTrail audit, BlobErasure erasure, SynthesisProgress progress, TimeProvider clock)
{
    /// <summary>Longest title.</summary>
    public const int TitleLength = 120;

    /// <summary>One page of the member's renderings, newest first.</summary>
    /// <param name="search">Part of the text or title; null for all.</param>
    /// <param name="skip">How many to leave out at the beginning.</param>
    /// <param name="take">How many at most, 1 to 200.</param>
    public async Task<(IReadOnlyList<RenderingDetails> Page, int All)> ListAsync(
        CurrentUser user, string? search, int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        var mine = db.Renderings.AsNoTracking().Where(r => r.OwnerId == user.Id);
        if (!string.IsNullOrWhiteSpace(search))
        {
            var pattern = $"%{search.Trim().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
            mine = mine.Where(r => EF.Functions.Like(r.Text, pattern, "\\") || EF.Functions.Like(r.Title!, pattern, "\\"));
        }

        var all = await mine.CountAsync(cancellationToken);
        var page = await mine.Include(r => r.Parts).OrderByDescending(r => r.CreatedAt).ThenBy(r => r.Id)
            .Skip(Math.Max(0, skip)).Take(Math.Clamp(take, 1, 200)).AsSplitQuery().ToListAsync(cancellationToken);
        return ([.. await DetailAsync(db, page, cancellationToken)], all);
    }

    /// <summary>One of the member's renderings.</summary>
    public async Task<Result<RenderingDetails>> FindAsync(CurrentUser user, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        var rendering = await Mine(db, user, id).AsNoTracking().Include(r => r.Parts).SingleOrDefaultAsync(cancellationToken);
        if (rendering is null)
        {
            return new RenderingNotFound();
        }

        return (await DetailAsync(db, [rendering], cancellationToken)).Single();
    }

    /// <summary>Erases the audio and the text of a rendering that is over, for good. The record that it was made stays.</summary>
    public async Task<Result<Guid>> DeleteAsync(CurrentUser user, Guid id, CancellationToken cancellationToken)
    {
        await using (var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken))
        {
            var rendering = await Mine(db, user, id).Include(r => r.Parts).SingleOrDefaultAsync(cancellationToken);
            if (rendering is null)
            {
                return new RenderingNotFound();
            }

            if (rendering.State is RenderingState.Queued or RenderingState.Running)
            {
                return new RenderingNotOver();
            }

            Erase(db, rendering);
            audit.Append(db, user, AuditEvent.RenderingDeleted, SynthesisQueue.Subject(id));
            await db.SaveChangesAsync(cancellationToken);
        }

        await erasure.EraseDueAsync(cancellationToken);
        progress.Changed(id);
        return id;
    }

    /// <summary>Lets every member of the school listen to a recording, under a title. Nobody but its owner can download it.</summary>
    public async Task<Result<Guid>> PublishAsync(CurrentUser user, Guid id, string? title, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(title) || title.Trim().Length > TitleLength)
        {
            return new TitleMissing();
        }

        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        var rendering = await Mine(db, user, id).SingleOrDefaultAsync(cancellationToken);
        if (rendering is null)
        {
            return new RenderingNotFound();
        }

        if (rendering.AudioBlobId is null)
        {
            return new RenderingWithoutAudio();
        }

        rendering.Title = title.Trim();
        rendering.PublishedAt = clock.GetUtcNow();
        audit.Append(db, user, AuditEvent.RenderingPublished, SynthesisQueue.Subject(id), new { voice = rendering.VoiceId });
        await db.SaveChangesAsync(cancellationToken);
        progress.Changed(id);
        return id;
    }

    /// <summary>Takes a recording off the school's list.</summary>
    public async Task<Result<Guid>> UnpublishAsync(CurrentUser user, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        // An administrator answers for what the school hears.
        var rendering = await db.Renderings.SingleOrDefaultAsync(
            r => r.Id == id && r.PublishedAt != null && (r.OwnerId == user.Id || user.MayAdminister), cancellationToken);
        if (rendering is null)
        {
            return new RenderingNotFound();
        }

        rendering.PublishedAt = null;
        audit.Append(db, user, AuditEvent.RenderingUnpublished, SynthesisQueue.Subject(id));
        await db.SaveChangesAsync(cancellationToken);
        progress.Changed(id);
        return id;
    }

    /// <summary>What the school may listen to, newest first.</summary>
    public async Task<IReadOnlyList<PublishedRecording>> ListPublishedAsync(CurrentUser user, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        return await (
            from rendering in db.Renderings.AsNoTracking()
            where rendering.PublishedAt != null && rendering.AudioBlobId != null
            join voice in db.Voices on rendering.VoiceId equals voice.Id
            join account in db.Users on rendering.OwnerId equals account.Id into accounts
            from account in accounts.DefaultIfEmpty()
            orderby rendering.PublishedAt descending
            select new PublishedRecording(
                rendering.Id, rendering.Title ?? "", voice.Name, account.DisplayName ?? "", rendering.AudioSeconds, rendering.PublishedAt!.Value))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Opens a whole recording for listening: the member's own, or a published one of the school. WAV.</summary>
    public async Task<Result<Guid>> FindAudioAsync(CurrentUser user, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        var rendering = await db.Renderings.AsNoTracking()
            .SingleOrDefaultAsync(r => r.Id == id && (r.OwnerId == user.Id || r.PublishedAt != null), cancellationToken);
        return rendering switch
        {
            null => new RenderingNotFound(),
            { State: RenderingState.Done, AudioBlobId: { } blob } => blob,
            _ => new RenderingWithoutAudio(),
        };
    }

    /// <summary>Finds one spoken sentence of a rendering of the member's own. WAV.</summary>
    public async Task<Result<Guid>> FindPartAsync(CurrentUser user, Guid id, int position, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        var blob = await Mine(db, user, id)
            .Where(r => r.State == RenderingState.Running || r.State == RenderingState.Done)
            .SelectMany(r => r.Parts).Where(p => p.Position == position)
            .Select(p => (Guid?)p.BlobId).SingleOrDefaultAsync(cancellationToken);
        return blob is { } found ? found : new RenderingNotFound();
    }

    /// <summary>Erases everything that an account has had spoken, in every school, for its deletion. The caller saves.</summary>
    /// <returns>How much of it there was, by school.</returns>
    internal async Task<IReadOnlyDictionary<Guid, int>> ForgetAsync(VoiceWebDb db, string userId, CancellationToken cancellationToken)
    {
        var theirs = await db.Renderings.Include(r => r.Parts)
            .Where(r => r.OwnerId == userId && (r.Text != "" || r.AudioBlobId != null)).ToListAsync(cancellationToken);
        foreach (var rendering in theirs)
        {
            if (rendering.State is RenderingState.Queued or RenderingState.Running)
            {
                rendering.State = RenderingState.Cancelled;
                rendering.LeaseHolder = null;
                progress.Stop(rendering.Id);
            }

            Erase(db, rendering);
        }

        return theirs.CountBy(r => r.TenantId).ToDictionary();
    }

    internal void Erase(VoiceWebDb db, Rendering rendering)
    {
        erasure.Order(db, rendering.TenantId, rendering.Parts.Select(p => p.BlobId));
        if (rendering.AudioBlobId is { } audioBlob)
        {
            erasure.Order(db, rendering.TenantId, audioBlob);
        }

        rendering.Parts.Clear();
        rendering.AudioBlobId = null;
        rendering.Text = "";
        rendering.Title = null;
        rendering.PublishedAt = null;
    }

    private static IQueryable<Rendering> Mine(VoiceWebDb db, CurrentUser user, Guid id) =>
        db.Renderings.Where(r => r.Id == id && r.OwnerId == user.Id);

    private static async Task<IEnumerable<RenderingDetails>> DetailAsync(
        VoiceWebDb db, IReadOnlyCollection<Rendering> renderings, CancellationToken cancellationToken)
    {
        var voiceIds = renderings.Select(r => r.VoiceId).Distinct().ToList();
        var voices = await db.Voices.Where(v => voiceIds.Contains(v.Id)).ToDictionaryAsync(v => v.Id, v => v.Name, cancellationToken);
        var positions = new Dictionary<Guid, int>();
        foreach (var waiting in renderings.Where(r => r.State == RenderingState.Queued))
        {
            // All schools share the workers, so all schools' jobs stand before this one; only their number is told.
            positions[waiting.Id] = 1 + await db.Renderings.IgnoreQueryFilters()
                .CountAsync(r => r.State == RenderingState.Queued && r.CreatedAt < waiting.CreatedAt, cancellationToken);
        }

        return renderings.Select(r => RenderingDetails.From(
            r, voices.GetValueOrDefault(r.VoiceId, ""), positions.TryGetValue(r.Id, out var position) ? position : null));
    }
}
