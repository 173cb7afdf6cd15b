using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Watermark;
using VoiceWeb.Storage;

namespace VoiceWeb.Synthesis;

/// <summary>
/// The worker's side of the queue. A job is claimed by compare-and-set and held by a lease; every later write is made only while
/// the claim stands, so that two workers, also in two processes, never make one rendering twice.
/// </summary>
public sealed class SynthesisJobs(
    IDbContextFactory<VoiceWebDb> dbFactory,
    AuditTrail audit,
    BlobErasure erasure,
    SketchMemory memory,
    IOptions<SynthesisOptions> options,
    TimeProvider clock)
{
    // Who was served when, so that schools take turns, and members within a school.
    private readonly ConcurrentDictionary<Guid, long> _schoolServed = new();
    private readonly ConcurrentDictionary<string, long> _memberServed = new();
    private long _served;

    private TimeSpan Lease => TimeSpan.FromSeconds(options.Value.LeaseSeconds);

    /// <summary>
    /// Puts jobs back into the queue whose worker is dead or whose lease ran out; those that were started too often fail instead.
    /// </summary>
    /// <returns>How many were put back.</returns>
    public async Task<int> ReclaimAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var running = await db.Renderings.AsNoTracking()
            .Where(r => r.State == RenderingState.Running)
            .Select(r => new { r.Id, r.TenantId, r.LeaseHolder, r.LeaseUntil, r.Attempts })
            .ToListAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var returned = 0;
        foreach (var job in running)
        {
            if (job.LeaseHolder is { } holder && job.LeaseUntil > now && !WorkerIdentity.IsDead(holder))
            {
                continue;
            }

            if (job.Attempts >= options.Value.MaxAttempts)
            {
                var orphan = new ClaimedJob(new Rendering { Id = job.Id, TenantId = job.TenantId }, job.LeaseHolder ?? "");
                await FailAsync(orphan, "gave-up", $"This recording was started {job.Attempts} times, and each time the program stopped before it was done. Try a shorter text.", cancellationToken);
                continue;
            }

            returned += await db.Renderings
                .Where(r => r.Id == job.Id && r.State == RenderingState.Running && r.LeaseHolder == job.LeaseHolder)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(r => r.State, RenderingState.Queued)
                        .SetProperty(r => r.LeaseHolder, (string?)null)
                        .SetProperty(r => r.LeaseUntil, (DateTimeOffset?)null),
                    cancellationToken);
        }

        return returned;
    }

    /// <summary>Claims the next job in fairness, or null when none waits. Parts of an earlier attempt are given up.</summary>
    public async Task<ClaimedJob?> ClaimAsync(string claim, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var waiting = await db.Renderings.AsNoTracking()
            .Where(r => r.State == RenderingState.Queued)
            .OrderBy(r => r.CreatedAt)
            .Select(r => new Waiting(r.Id, r.TenantId, r.OwnerId))
            .ToListAsync(cancellationToken);
        if (waiting.Count == 0)
        {
            return null;
        }

        var running = await db.Renderings.AsNoTracking()
            .Where(r => r.State == RenderingState.Running)
            .Select(r => new Waiting(r.Id, r.TenantId, r.OwnerId))
            .ToListAsync(cancellationToken);
        foreach (var next in InFairness(waiting, running))
        {
            if (await TryClaimAsync(db, next.Id, claim, cancellationToken) is { } claimed)
            {
                var turn = Interlocked.Increment(ref _served);
                _schoolServed[next.TenantId] = turn;
                _memberServed[next.Member] = turn;
                return claimed;
            }
        }

        return null;
    }

    /// <summary>Extends the lease.</summary>
    /// <returns>Whether the claim still stands.</returns>
    public async Task<bool> RenewAsync(ClaimedJob job, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var until = clock.GetUtcNow() + Lease;
        return await Held(db, job).ExecuteUpdateAsync(set => set.SetProperty(r => r.LeaseUntil, until), cancellationToken) == 1;
    }

    /// <summary>Whether the claim still stands.</summary>
    public async Task<bool> StandsAsync(ClaimedJob job, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        return await Held(db, job).AnyAsync(cancellationToken);
    }

    /// <summary>Records a spoken sentence, or a piece of one.</summary>
    /// <param name="position">How many were recorded before.</param>
    /// <exception cref="ClaimLostException">The claim no longer stands.</exception>
    public async Task AddPartAsync(
        ClaimedJob job, SpokenPart part, int position, Guid blobId, double startSeconds, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var rendering = await HeldOrThrowAsync(db, job, cancellationToken);
        rendering.PartsDone = part.EndsSentence ? part.Index + 1 : part.Index;
        rendering.PartsTotal = part.Count;
        rendering.AudioSeconds = startSeconds + part.Audio.Audio.Seconds;
        rendering.LeaseUntil = clock.GetUtcNow() + Lease;
        rendering.FirstAudioSeconds ??= (clock.GetUtcNow() - rendering.StartedAt!.Value).TotalSeconds;
        db.RenderingParts.Add(new RenderingPart
        {
            Id = Guid.NewGuid(),
            RenderingId = rendering.Id,
            TenantId = rendering.TenantId,
            Position = position,
            TextStart = part.TextStart,
            TextLength = part.TextLength,
            BlobId = blobId,
            SpokenWords = part.Reading.Words,
            Phones = part.Reading.Phones,
            StartSeconds = startSeconds,
            Seconds = part.Audio.Audio.Seconds,
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Records that all is spoken and joined, and what to remember of it.</summary>
    /// <exception cref="ClaimLostException">The claim no longer stands.</exception>
    public async Task FinishAsync(ClaimedJob job, SealedBlob audio, RenderingSketch sketch, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var rendering = await HeldOrThrowAsync(db, job, cancellationToken);
        var now = clock.GetUtcNow();
        rendering.State = RenderingState.Done;
        rendering.FinishedAt = now;
        rendering.ElapsedSeconds = (now - rendering.StartedAt!.Value).TotalSeconds;
        rendering.AudioBlobId = audio.Id;
        rendering.AudioSha256 = audio.Sha256;
        rendering.LeaseHolder = null;
        rendering.LeaseUntil = null;
        await memory.RememberAsync(db, rendering, sketch, now, cancellationToken);
        audit.Append(db, rendering.TenantId, AuditTrail.System, AuditEvent.RenderingDone, SynthesisQueue.Subject(rendering.Id), new
        {
            owner = rendering.OwnerId,
            voice = rendering.VoiceId,
            consent = rendering.ConsentId,
            mark = rendering.MarkId.ToString("x12", System.Globalization.CultureInfo.InvariantCulture),
            audioSha256 = audio.Sha256,
            audioSeconds = Math.Round(rendering.AudioSeconds, 3),
            attempts = rendering.Attempts,
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Remembers what was spoken of a rendering that came to no end: its sentences may have been heard, and their mark must lead here.
    /// </summary>
    public async Task RememberAsync(ClaimedJob job, RenderingSketch sketch, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await memory.RememberAsync(db, job.Rendering, sketch, clock.GetUtcNow(), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Records that it cannot be spoken, and erases what was made of it. Nothing happens when the claim no longer stands.</summary>
    /// <param name="code">Stable name of the cause; pages translate by it.</param>
    /// <param name="sentence">Cause and remedy in English.</param>
    public async Task FailAsync(ClaimedJob job, string code, string sentence, CancellationToken cancellationToken)
    {
        await using (var db = await dbFactory.OpenForInstallationAsync(cancellationToken))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var rendering = await Held(db, job).Include(r => r.Parts).SingleOrDefaultAsync(cancellationToken);
            if (rendering is null)
            {
                return;
            }

            rendering.State = RenderingState.Failed;
            rendering.FinishedAt = clock.GetUtcNow();
            rendering.FailureCode = code;
            rendering.FailureMessage = sentence;
            rendering.LeaseHolder = null;
            rendering.LeaseUntil = null;
            GiveUpParts(db, rendering);
            audit.Append(
                db, rendering.TenantId, AuditTrail.System, AuditEvent.RenderingFailed, SynthesisQueue.Subject(rendering.Id), new { code });
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await erasure.EraseDueAsync(cancellationToken);
    }

    /// <summary>Puts a job back that this worker cannot finish because the program is told to stop. Does not count as an attempt.</summary>
    public async Task ReturnAsync(ClaimedJob job, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        await Held(db, job).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.State, RenderingState.Queued)
                .SetProperty(r => r.Attempts, r => r.Attempts - 1)
                .SetProperty(r => r.LeaseHolder, (string?)null)
                .SetProperty(r => r.LeaseUntil, (DateTimeOffset?)null),
            cancellationToken);
    }

    /// <summary>Erases the parts of a rendering that somebody else cancelled while it ran.</summary>
    public async Task DiscardAsync(Guid renderingId, CancellationToken cancellationToken)
    {
        await using (var db = await dbFactory.OpenForInstallationAsync(cancellationToken))
        {
            var rendering = await db.Renderings.Include(r => r.Parts)
                .SingleOrDefaultAsync(r => r.Id == renderingId && r.State == RenderingState.Cancelled, cancellationToken);
            if (rendering is null || rendering.Parts.Count == 0)
            {
                return;
            }

            GiveUpParts(db, rendering);
            await db.SaveChangesAsync(cancellationToken);
        }

        await erasure.EraseDueAsync(cancellationToken);
    }

    private static IQueryable<Rendering> Held(VoiceWebDb db, ClaimedJob job) => db.Renderings
        .Where(r => r.Id == job.Rendering.Id && r.State == RenderingState.Running && r.LeaseHolder == job.Claim);

    private static async Task<Rendering> HeldOrThrowAsync(VoiceWebDb db, ClaimedJob job, CancellationToken cancellationToken) =>
        await Held(db, job).SingleOrDefaultAsync(cancellationToken) ?? throw new ClaimLostException();

    private IEnumerable<Waiting> InFairness(List<Waiting> waiting, List<Waiting> running)
    {
        var bySchool = running.CountBy(r => r.TenantId).ToDictionary();
        var byMember = running.CountBy(r => r.Member).ToDictionary();
        // Sorting is stable: of one member's jobs the oldest comes first.
        return waiting
            .OrderBy(w => bySchool.GetValueOrDefault(w.TenantId))
            .ThenBy(w => _schoolServed.GetValueOrDefault(w.TenantId))
            .ThenBy(w => byMember.GetValueOrDefault(w.Member))
            .ThenBy(w => _memberServed.GetValueOrDefault(w.Member));
    }

    private async Task<ClaimedJob?> TryClaimAsync(VoiceWebDb db, Guid id, string claim, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var rendering = await db.Renderings.Include(r => r.Parts)
            .SingleOrDefaultAsync(r => r.Id == id && r.State == RenderingState.Queued, cancellationToken);
        if (rendering is null)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        rendering.State = RenderingState.Running;
        rendering.StartedAt = now;
        rendering.Attempts++;
        rendering.LeaseHolder = claim;
        rendering.LeaseUntil = now + Lease;
        rendering.PartsDone = 0;
        rendering.AudioSeconds = 0;
        rendering.FirstAudioSeconds = null;
        GiveUpParts(db, rendering);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new ClaimedJob(rendering, claim);
    }

    private void GiveUpParts(VoiceWebDb db, Rendering rendering)
    {
        erasure.Order(db, rendering.TenantId, rendering.Parts.Select(p => p.BlobId));
        rendering.Parts.Clear();
    }

    private sealed record Waiting(Guid Id, Guid TenantId, string OwnerId)
    {
        // A person may be a member of several schools: each membership takes its own turns.
        public string Member => $"{TenantId} {OwnerId}";
    }
}
