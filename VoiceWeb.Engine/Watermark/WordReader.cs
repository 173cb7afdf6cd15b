namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// Judges one id along a course by all cells that it would fill. Synchronisation cells say that the key was used, the others that it
/// was this id; both are asked, so that a file with another id of the same key is not taken for this one.
/// </summary>
/// <remarks>
/// Two bounds, each valid whatever the file sounds like, since only the key's random signs are left to chance. Along a straight course
/// the bound on sums of random signs (see <see cref="MarkStatistics"/>), times the places that might have been chosen. Along a course
/// with jumps a likelihood ratio: with prior odds p for the course, the mean of p exp(r) over the signs, summed over all courses, is at
/// most 1, so that by Markov's inequality p exp(r) passes x with a probability of at most 1/x, for the best course too.
/// </remarks>
internal sealed class WordReader(MarkPattern pattern)
{
    /// <summary>
    /// Bound that must also hold for files which carry an id of the key that the ledger does not know: one in a thousand of these, which
    /// are few, since an id is in the ledger before its audio leaves. A known id is told from others by fitting better.
    /// </summary>
    private const double OtherIdBelow = 1e-3;
    private const int NarrowBands = 22; // up to 3.4 kHz, where a telephone ends
    private const double CoursesJudged = 16; // straight courses, per file, for which ids are compared by their code bits
    private static readonly double[] Strengths = [1.5, 1, 0.6, 0.3]; // of the mark, 1 for fresh

    /// <summary>Bound on the false alarm of a word along a course without jumps, for a file without the mark or with another id.</summary>
    /// <param name="path">The course, one lag throughout.</param>
    /// <param name="word">The word.</param>
    /// <param name="words">Words that would have been accepted.</param>
    /// <param name="stage">What stage of the search this is.</param>
    /// <returns>The bound and the z of all cells.</returns>
    public (double Chance, double Z) Straight(MarkPath path, CodeWord word, double words, StageAllowance stage)
    {
        var signs = pattern.SignsFor(word);
        var best = (Chance: 1.0, Z: 0.0);
        foreach (var (bands, allowed) in new[] { (MarkGrid.Bands, 0.75), (NarrowBands, 0.25) })
        {
            var sums = Sums(path, bands);
            var all = Z(sums, signs, dataOnly: false);
            var data = Z(sums, signs, dataOnly: true);
            var chance = Both(
                MarkStatistics.FalseAlarm(all, words, MarkGrid.PeriodFrames * stage.Straight / allowed),
                MarkStatistics.FalseAlarm(data, words, 2 * CoursesJudged));
            best = chance < best.Chance ? (chance, all) : best;
        }

        return best;
    }

    /// <summary>Follows a word through a file, over cuts and insertions, and bounds its false alarm.</summary>
    /// <param name="grid">The file at one pitch and tempo.</param>
    /// <param name="word">The word.</param>
    /// <param name="words">Words that would have been accepted.</param>
    /// <param name="stage">What stage of the search this is.</param>
    /// <returns>The course, the bound along it, and the z of all cells (as much of it as the course was not chosen for).</returns>
    public (MarkPath Path, double Chance, double Z) Follow(CellGrid grid, CodeWord word, double words, StageAllowance stage)
    {
        var signs = pattern.SignsFor(word);
        var trellis = new SyncTrellis(signs);
        var evidence = trellis.Weigh(grid);
        (MarkPath Path, double Chance, double Z)? best = null;
        foreach (var strength in new[] { 0.8f, 0.35f })
        {
            var path = trellis.Follow(evidence, strength);
            var odds = CourseOdds.LogPrior(path.Lags);
            var sums = Sums(path, MarkGrid.Bands);
            foreach (var assumed in Strengths)
            {
                var (data, sync) = LogRatios(sums, signs, assumed);
                var tries = words * Strengths.Length;
                var all = data + sync + odds;
                var chance = Both(
                    MarkStatistics.FalseAlarmOfRatio(all, tries * stage.Followed),
                    MarkStatistics.FalseAlarmOfRatio(data + odds, tries * CoursesJudged));
                if (best is null || chance < best.Value.Chance)
                {
                    best = (path, chance, Math.Sqrt(2 * Math.Max(0, all)));
                }
            }
        }

        return best!.Value;
    }

    private static double Both(double unmarked, double otherId) =>
        Math.Max(unmarked, otherId * WatermarkDetector.MarkedBelow / OtherIdBelow);

    private double Z(float[] sums, float[] signs, bool dataOnly)
    {
        double sum = 0, square = 0;
        for (var cell = 0; cell < sums.Length; cell++)
        {
            if (!dataOnly || pattern.Bits[cell] >= 0)
            {
                sum += signs[cell] * sums[cell];
                square += sums[cell] * sums[cell];
            }
        }

        return square <= 0 ? 0 : sum / Math.Sqrt(square);
    }

    private (double Data, double Sync) LogRatios(float[] sums, float[] signs, double strength)
    {
        double data = 0, sync = 0;
        for (var cell = 0; cell < sums.Length; cell++)
        {
            var x = strength * sums[cell];
            var size = Math.Abs(x);
            var ratio = (signs[cell] * x) - (size + Math.Log((1 + Math.Exp(-2 * size)) / 2));
            if (pattern.Bits[cell] >= 0)
            {
                data += ratio;
            }
            else
            {
                sync += ratio;
            }
        }

        return (data, sync);
    }

    // Every sign is used in each period anew, so cells of one place are summed before they are judged. Shape (rows, bands).
    private static float[] Sums(MarkPath path, int bands)
    {
        var sums = new float[MarkGrid.Cells];
        for (var block = 0; block < path.Lags.Length; block++)
        {
            if (!path.TryPlace(block, out var position, out var row))
            {
                continue;
            }

            var gain = path.Grid.Gain(block, position);
            var cells = path.Grid.Cells(position);
            for (var band = 0; band < bands; band++)
            {
                sums[(row * MarkGrid.Bands) + band] += gain * cells[band];
            }
        }

        return sums;
    }
}
