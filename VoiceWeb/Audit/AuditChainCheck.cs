using System.Globalization;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;

namespace VoiceWeb.Audit;

/// <summary>
/// Walks the chain from the first entry and reports the first break. Notices every alteration of, and every entry missing or added
/// before, the last entry, and of a history that was written anew under old roots; that entries at the very end were cut off, or that
/// everything was replaced at once, shows only against a hash or a root noted elsewhere.
/// </summary>
public sealed class AuditChainCheck(IDbContextFactory<VoiceWebDb> dbFactory)
{
    private const int ReportEvery = 500;

    /// <summary>Walks the whole chain, one entry in memory at a time.</summary>
    /// <param name="progress">Receives 0 to 1.</param>
    /// <param name="cancellationToken">Stops the walk.</param>
    public async Task<ChainVerdict> CheckAsync(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var all = await db.AuditEntries.LongCountAsync(cancellationToken);
        long fitting = 0;
        var previous = AuditHash.Beginning;
        await foreach (var entry in db.AuditEntries.AsNoTracking().OrderBy(e => e.Sequence).AsAsyncEnumerable()
            .WithCancellation(cancellationToken))
        {
            if (FindBreak(entry, fitting + 1, previous) is { } found)
            {
                return new ChainVerdict(fitting, previous, found);
            }

            previous = entry.Hash;
            fitting++;
            if (fitting % ReportEvery == 0)
            {
                progress?.Report(Math.Min(1, (double)fitting / Math.Max(1, all)));
            }
        }

        if (await AuditRoots.FindBrokenAsync(db, cancellationToken) is { } broken)
        {
            return new ChainVerdict(
                Math.Min(fitting, broken.FirstSequence - 1), previous, new ChainBreak(broken.FirstSequence, ChainBreakKind.WrongRoot, broken.Root, ""));
        }

        progress?.Report(1);
        return new ChainVerdict(fitting, previous, null);
    }

    private static ChainBreak? FindBreak(AuditEntry entry, long expected, string previous)
    {
        if (entry.Sequence != expected)
        {
            return new ChainBreak(
                entry.Sequence,
                ChainBreakKind.Gap,
                expected.ToString(CultureInfo.InvariantCulture),
                entry.Sequence.ToString(CultureInfo.InvariantCulture));
        }

        if (entry.PreviousHash != previous)
        {
            return new ChainBreak(entry.Sequence, ChainBreakKind.WrongPredecessor, previous, entry.PreviousHash);
        }

        var hash = AuditHash.Of(entry);
        return hash == entry.Hash ? null : new ChainBreak(entry.Sequence, ChainBreakKind.Altered, hash, entry.Hash);
    }
}
