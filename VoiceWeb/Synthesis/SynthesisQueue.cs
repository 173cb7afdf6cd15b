using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Storage;

namespace VoiceWeb.Synthesis;

#pragma warning disable CA1711 // a queue in the plain sense of the word
/// <summary>Takes requests in and takes them back. The queue is the table of renderings, so a restart loses none.</summary>
public sealed class SynthesisQueue(
    IDbContextFactory<VoiceWebDb> dbFactory, AuditTrail audit, BlobErasure erasure, SynthesisProgress progress, TimeProvider clock)
#pragma warning restore CA1711
{
    private static readonly TimeSpan QuotaWindow = TimeSpan.FromHours(24);

    /// <summary>Queues a request, unless the member's characters are used up.</summary>
    public async Task<Result<Rendering>> EnqueueAsync(CurrentUser user, SynthesisRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Grant.UserId != user.Id || request.Grant.TenantId != user.TenantId)
        {
            throw new ArgumentException("The grant was given to somebody else.", nameof(request));
        }

        var order = request.Order;
        var characters = SpeakText.CountCharacters(order.Text);
        var now = clock.GetUtcNow();
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        // The write lock from here on: two orders at once cannot both slip under the quota.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await CheckQuotaAsync(db, user, characters, now, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var voice = await db.Voices.SingleAsync(v => v.Id == order.VoiceId, cancellationToken);
        var school = await db.Tenants.AsNoTracking().SingleAsync(t => t.Id == user.TenantId, cancellationToken);
        voice.LastUsedAt = now;
        var rendering = new Rendering
        {
            Id = Guid.NewGuid(),
            TenantId = user.TenantId,
            OwnerId = user.Id,
            VoiceId = voice.Id,
            ConsentId = request.Grant.ConsentId,
            Purpose = order.Purpose,
            MarkId = (long)request.Mark.Value,
            State = RenderingState.Queued,
            Text = order.Text,
            TextSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(order.Text))),
            Characters = characters,
            Language = order.Language,
            Speed = order.Speed,
            PitchSemitones = order.PitchSemitones,
            PauseMilliseconds = order.PauseMilliseconds,
            Seed = request.Seed,
            AudibleLabel = school.AudibleLabelInForce,
            LabelPlace = school.LabelPlace,
            Dictionaries = request.Dictionaries,
            Model = voice.Model,
            CreatedAt = now,
        };
        db.Renderings.Add(rendering);
        audit.Append(db, user, AuditEvent.RenderingQueued, Subject(rendering.Id), new
        {
            voice = voice.Id,
            consent = rendering.ConsentId,
            purpose = order.Purpose.ToString(),
            mark = request.Mark.ToString(),
            textSha256 = rendering.TextSha256,
            characters,
            audibleLabel = rendering.AudibleLabel.ToString(),
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        progress.Queued(rendering.Id);
        return rendering;
    }

    /// <summary>Takes a waiting or running rendering back. What was already made of it is erased.</summary>
    public async Task<Result<Guid>> CancelAsync(CurrentUser user, Guid id, CancellationToken cancellationToken)
    {
        await using (var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var rendering = await db.Renderings.Include(r => r.Parts)
                .SingleOrDefaultAsync(r => r.Id == id && r.OwnerId == user.Id, cancellationToken);
            if (rendering is null)
            {
                return new RenderingNotFound();
            }

            if (rendering.State is not (RenderingState.Queued or RenderingState.Running))
            {
                return new RenderingAlreadyOver();
            }

            rendering.State = RenderingState.Cancelled;
            rendering.FinishedAt = clock.GetUtcNow();
            rendering.LeaseHolder = null;
            rendering.LeaseUntil = null;
            erasure.Order(db, rendering.TenantId, rendering.Parts.Select(p => p.BlobId));
            rendering.Parts.Clear();
            audit.Append(db, user, AuditEvent.RenderingCancelled, Subject(id));
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        progress.Stop(id);
        progress.Changed(id);
        await erasure.EraseDueAsync(cancellationToken);
        return id;
    }

    /// <summary>Characters that the member has had spoken in the last 24 hours, and may have in all.</summary>
    public async Task<(int Used, int Limit)> QuotaAsync(CurrentUser user, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        return (await UsedAsync(db, user, clock.GetUtcNow(), cancellationToken), await LimitAsync(db, user, cancellationToken));
    }

    internal static string Subject(Guid id) => $"rendering:{id}";

    private static async Task<Refusal?> CheckQuotaAsync(
        VoiceWebDb db, CurrentUser user, int characters, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var limit = await LimitAsync(db, user, cancellationToken);
        var left = Math.Max(0, limit - await UsedAsync(db, user, now, cancellationToken));
        if (characters <= left)
        {
            return null;
        }

        var since = now - QuotaWindow;
        var oldest = await Counted(db, user, since).OrderBy(r => r.CreatedAt).Select(r => (DateTimeOffset?)r.CreatedAt)
            .FirstOrDefaultAsync(cancellationToken);
        return new QuotaReached(limit, left) { RetryAfter = oldest is { } at ? at - since : null };
    }

    private static Task<int> LimitAsync(VoiceWebDb db, CurrentUser user, CancellationToken cancellationToken) =>
        db.Tenants.Where(t => t.Id == user.TenantId).Select(t => t.DailyCharactersPerMember).SingleAsync(cancellationToken);

    private static Task<int> UsedAsync(VoiceWebDb db, CurrentUser user, DateTimeOffset now, CancellationToken cancellationToken) =>
        Counted(db, user, now - QuotaWindow).SumAsync(r => r.Characters, cancellationToken);

    // What failed, or was taken back before a sound was made, costs nothing.
    private static IQueryable<Rendering> Counted(VoiceWebDb db, CurrentUser user, DateTimeOffset since) =>
        db.Renderings.Where(r => r.OwnerId == user.Id && r.CreatedAt > since
            && r.State != RenderingState.Failed && (r.State != RenderingState.Cancelled || r.AudioSeconds > 0));
}
