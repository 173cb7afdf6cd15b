using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;
using VoiceWeb.Engine.Watermark;
using VoiceWeb.Security;
using VoiceWeb.Storage;
using VoiceWeb.Synthesis;

namespace VoiceWeb.Admin;

/// <summary>How a school's renderings stand.</summary>
/// <param name="Done">Renderings that came to an end and were given out.</param>
/// <param name="Remembered">Of these, with a sketch.</param>
/// <param name="MarkFailed">Renderings that were held back because their mark could not be read. Nothing of them left.</param>
/// <param name="Withdrawn">Consents taken back.</param>
/// <param name="StoppedAfterWithdrawal">Waiting or running renderings that a withdrawal or another loss of permission stopped.</param>
/// <param name="OpenCases">Cases without a decision.</param>
public sealed record DeskNumbers(int Done, int Remembered, int MarkFailed, int Withdrawn, int StoppedAfterWithdrawal, int OpenCases);

/// <summary>What a look into stored recordings found.</summary>
/// <param name="Read">Recordings read again.</param>
/// <param name="Marked">Of these, with their own mark.</param>
/// <param name="Missing">Those without.</param>
public sealed record MarkProof(int Read, int Marked, IReadOnlyList<Guid> Missing);

/// <summary>Counts what a school answers for, and reads marks again in what is stored.</summary>
public sealed class DeskFigures(IDbContextFactory<VoiceWebDb> dbFactory, AudioStore store, MarkCheck check)
{
    private static readonly string[] Refused =
        ["consent-missing", "consent-over", "voice-not-active-withdrawn", "voice-not-active-frozen", "no-longer-a-member", "member-suspended"];

    /// <summary>Counts now.</summary>
    public async Task<DeskNumbers> CountAsync(CurrentUser user, CancellationToken cancellationToken)
    {
        await using var db = await OpenAsync(user, cancellationToken);
        return new DeskNumbers(
            await db.Renderings.CountAsync(r => r.State == RenderingState.Done, cancellationToken),
            await db.Renderings.CountAsync(r => r.State == RenderingState.Done && db.Sketches.Any(s => s.MarkId == r.MarkId), cancellationToken),
            await db.Renderings.CountAsync(r => r.FailureCode == "mark-failed", cancellationToken),
            await db.Consents.CountAsync(c => c.State == ConsentState.Withdrawn, cancellationToken),
            await db.Renderings.CountAsync(r => r.State == RenderingState.Failed && Refused.Contains(r.FailureCode), cancellationToken),
            await db.Cases.CountAsync(c => c.State == CaseState.Open, cancellationToken));
    }

    /// <summary>Reads the marks of the newest stored recordings again, with nothing but their samples and the key.</summary>
    /// <param name="most">How many at most.</param>
    public async Task<MarkProof> ProveAsync(CurrentUser user, int most, CancellationToken cancellationToken)
    {
        await using var db = await OpenAsync(user, cancellationToken);
        var stored = await db.Renderings.AsNoTracking().Where(r => r.State == RenderingState.Done && r.AudioBlobId != null)
            .OrderByDescending(r => r.FinishedAt).Take(most).Select(r => new { r.Id, r.MarkId, Blob = r.AudioBlobId!.Value }).ToListAsync(cancellationToken);
        var missing = new List<Guid>();
        foreach (var recording in stored)
        {
            var audio = await store.ReadAsync(recording.Blob, MarkCheck.CheckedSeconds, cancellationToken);
            var mark = new WatermarkId((ulong)recording.MarkId);
            if (!await Task.Run(() => check.HoldsUnaltered(audio, mark, cancellationToken), cancellationToken))
            {
                missing.Add(recording.Id);
            }
        }

        return new MarkProof(stored.Count, stored.Count - missing.Count, missing);
    }

    private async Task<VoiceWebDb> OpenAsync(CurrentUser user, CancellationToken cancellationToken) => user.MayAudit
        ? await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken)
        : throw new UnauthorizedAccessException("Only auditors and administrators of a school see its figures.");
}
