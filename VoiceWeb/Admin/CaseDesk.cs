using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Storage;
using VoiceWeb.Tenants;
using VoiceWeb.Voices;

namespace VoiceWeb.Admin;

/// <summary>
/// The case files of a school: opened with a reason by whoever may read its records, decided by an administrator. Every look is recorded.
/// </summary>
public sealed class CaseDesk(
    IDbContextFactory<VoiceWebDb> dbFactory,
    RecentFindings findings,
    VoiceLibrary voices,
    Members members,
    AudioStore store,
    AuditTrail audit,
    TimeProvider clock)
{
    /// <summary>Fewest and most characters of a reason.</summary>
    public const int ShortestReason = 3, LongestReason = 2_000;

    /// <summary>Opens a case on a file that this member has just examined.</summary>
    /// <param name="fileSha256">The file, as the finding names it.</param>
    public async Task<Result<Guid>> OpenAsync(CurrentUser user, string fileSha256, string reason, CancellationToken cancellationToken)
    {
        if (findings.Of(user, fileSha256) is not { Trace: { } trace } finding)
        {
            return new Missing("finding-gone", "This finding is no longer here. Examine the file again, then open the case.");
        }

        return await OpenAsync(user, trace.RenderingId, reason, finding, cancellationToken);
    }

    /// <summary>Opens a case on a rendering of the school, without a found file.</summary>
    public Task<Result<Guid>> OpenOnAsync(CurrentUser user, Guid renderingId, string reason, CancellationToken cancellationToken) =>
        OpenAsync(user, renderingId, reason, null, cancellationToken);

    /// <summary>The school's cases, newest first.</summary>
    public async Task<IReadOnlyList<CaseLine>> ListAsync(CurrentUser user, CancellationToken cancellationToken)
    {
        await using var db = await OpenDbAsync(user, cancellationToken);
        var cases = await db.Cases.AsNoTracking().OrderByDescending(c => c.Number).ToListAsync(cancellationToken);
        return cases.ConvertAll(c => new CaseLine(c.Id, c.Number, c.Reason, c.OpenedAt, c.State, c.Decision));
    }

    /// <summary>One case with everything that stands behind it. Recorded.</summary>
    public async Task<Result<CaseDetail>> FindAsync(CurrentUser user, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await OpenDbAsync(user, cancellationToken);
        var file = await db.Cases.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (file is null)
        {
            return CaseNotFound();
        }

        var rendering = await db.Renderings.AsNoTracking().SingleAsync(r => r.Id == file.RenderingId, cancellationToken);
        var trace = await TraceReader.FollowAsync(db, rendering, cancellationToken);
        var people = new[] { file.OpenedById, file.DecidedById };
        var names = await db.Users.Where(u => people.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.DisplayName, cancellationToken);
        var suspended = await db.Memberships.AnyAsync(m => m.UserId == rendering.OwnerId && m.SuspendedAt != null, cancellationToken);
        audit.Append(db, user, AuditEvent.TraceViewed, $"rendering:{rendering.Id}", new { @case = id });
        await db.SaveChangesAsync(cancellationToken);
        return new CaseDetail(
            file.Id, file.Number, file.Reason, file.OpenedAt, names.GetValueOrDefault(file.OpenedById, ""), file.State, file.Decision,
            file.DecisionReason, file.DecidedAt, file.DecidedById is { } decider ? names.GetValueOrDefault(decider, "") : null,
            file.FileSha256, file.FindingJson is null ? null : JsonSerializer.Deserialize<Detection>(file.FindingJson),
            trace, rendering.AudioSeconds, rendering.AudioBlobId is not null, suspended);
    }

    /// <summary>Decides a case and does what was decided, once. For administrators.</summary>
    public async Task<Result<CaseDecision>> DecideAsync(
        CurrentUser user, Guid id, CaseDecision decision, string reason, CancellationToken cancellationToken)
    {
        if (!user.MayAdminister)
        {
            return new Forbidden("case-admin-only", "An administrator of the school decides.");
        }

        if (decision == CaseDecision.None || Checked(reason) is not { } because)
        {
            return ReasonMissing();
        }

        await using var db = await OpenDbAsync(user, cancellationToken);
        var file = await db.Cases.SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (file is null)
        {
            return CaseNotFound();
        }

        if (file.State == CaseState.Decided)
        {
            return new Conflict("case-decided", "This case is decided already. Open a new one if there is news.");
        }

        if (await StopAsync(user, file, decision, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        (file.State, file.Decision, file.DecisionReason, file.DecidedById, file.DecidedAt) =
            (CaseState.Decided, decision, because, user.Id, clock.GetUtcNow());
        audit.Append(db, user, AuditEvent.CaseDecided, $"case:{id}", new { decision = decision.ToString(), rendering = file.RenderingId });
        await db.SaveChangesAsync(cancellationToken);
        return decision;
    }

    /// <summary>The stored recording of a case, to be heard beside the found one. Recorded with the case, whose reason is the reason to listen.</summary>
    /// <param name="listening">Whether this is a new listening; false for a further piece of one that is recorded.</param>
    public async Task<Result<Stream>> ListenAsync(CurrentUser user, Guid id, bool listening, CancellationToken cancellationToken)
    {
        await using var db = await OpenDbAsync(user, cancellationToken);
        var found = await AudioOfAsync(db, id, cancellationToken);
        if (!found.Succeeded)
        {
            return found.Refusal;
        }

        if (listening)
        {
            audit.Append(db, user, AuditEvent.EvidencePlayed, $"rendering:{found.Value.Rendering}", new { @case = id });
            await db.SaveChangesAsync(cancellationToken);
        }

        return await store.OpenAsync(found.Value.Blob, cancellationToken);
    }

    /// <summary>The picture of the stored recording of a case.</summary>
    public async Task<Result<SoundPicture>> PictureAsync(CurrentUser user, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await OpenDbAsync(user, cancellationToken);
        var found = await AudioOfAsync(db, id, cancellationToken);
        return found.Succeeded
            ? SoundPicture.Of(await store.ReadAsync(found.Value.Blob, double.PositiveInfinity, cancellationToken), cancellationToken)
            : found.Refusal;
    }

    private static async Task<Result<(Guid Rendering, Guid Blob)>> AudioOfAsync(VoiceWebDb db, Guid id, CancellationToken cancellationToken)
    {
        var found = await (
            from file in db.Cases
            join rendering in db.Renderings on file.RenderingId equals rendering.Id
            where file.Id == id
            select new { rendering.Id, rendering.AudioBlobId }).SingleOrDefaultAsync(cancellationToken);
        return found is null ? CaseNotFound()
            : found.AudioBlobId is { } blob ? (found.Id, blob)
            : new Missing("case-audio-gone", "The recording of this case has been erased. Its record and its sketch remain.");
    }

    private async Task<Result<Guid>> OpenAsync(
        CurrentUser user, Guid renderingId, string reason, Detection? finding, CancellationToken cancellationToken)
    {
        if (Checked(reason) is not { } because)
        {
            return ReasonMissing();
        }

        await using var db = await OpenDbAsync(user, cancellationToken);
        if (!await db.Renderings.AnyAsync(r => r.Id == renderingId, cancellationToken))
        {
            return new Missing("case-rendering-missing", "This recording does not exist, or is not your school's.");
        }

        // The write lock comes first, so that two cases never get one number.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var number = 1 + (await db.Cases.MaxAsync(c => (int?)c.Number, cancellationToken) ?? 0);
        var file = new CaseFile
        {
            Id = Guid.CreateVersion7(),
            TenantId = user.TenantId,
            Number = number,
            Reason = because,
            RenderingId = renderingId,
            FileSha256 = finding?.FileSha256,
            FindingJson = finding is null ? null : JsonSerializer.Serialize(finding),
            OpenedById = user.Id,
            OpenedAt = clock.GetUtcNow(),
        };
        db.Cases.Add(file);
        audit.Append(db, user, AuditEvent.CaseOpened, $"case:{file.Id}", new { number, rendering = renderingId, file = finding?.FileSha256 });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return file.Id;
    }

    private async Task<Refusal?> StopAsync(CurrentUser user, CaseFile file, CaseDecision decision, CancellationToken cancellationToken)
    {
        await using var db = await OpenDbAsync(user, cancellationToken);
        var rendering = await db.Renderings.AsNoTracking().SingleAsync(r => r.Id == file.RenderingId, cancellationToken);
        return decision switch
        {
            CaseDecision.VoiceFrozen => (await voices.FreezeAsync(user, rendering.VoiceId, cancellationToken)).Refusal,
            CaseDecision.PersonSuspended => await members.SuspendAsync(user, rendering.OwnerId, cancellationToken),
            _ => null,
        };
    }

    private static string? Checked(string? reason) => reason?.Trim() is { Length: >= ShortestReason and <= LongestReason } because ? because : null;

    private static Invalid ReasonMissing() =>
        new("case-reason-missing", $"Say why, in {ShortestReason} to {LongestReason} characters.") { Arguments = [ShortestReason, LongestReason] };

    private static Missing CaseNotFound() => new("case-not-found", "This case does not exist, or is not your school's.");

    private async Task<VoiceWebDb> OpenDbAsync(CurrentUser user, CancellationToken cancellationToken) => user.MayAudit
        ? await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken)
        : throw new UnauthorizedAccessException("Only auditors and administrators of a school work on its cases.");
}
