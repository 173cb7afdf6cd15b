namespace VoiceWeb.Engine.Watermark;

/// <summary>How likely a course of the pattern through a file is before the file is looked at. All courses together have odds of 1.</summary>
internal static class CourseOdds
{
    // Per row of 64 ms: a jump, a creep to one side, the end of the mark, its beginning. Files that were hardly cut, and files in shreds.
    private static readonly (double Jump, double Creep, double Leave, double Enter)[] Habits =
        [(1 / 400.0, 1 / 400.0, 1 / 200.0, 1 / 30.0), (1 / 20.0, 1 / 100.0, 1 / 40.0, 1 / 8.0)];

    /// <summary>Natural logarithm of the odds of a course.</summary>
    /// <param name="lags">Per row, the lag, 0 to 255; -1 where the mark is absent.</param>
    public static double LogPrior(ReadOnlySpan<short> lags)
    {
        var best = double.NegativeInfinity;
        foreach (var (jump, creep, leave, enter) in Habits)
        {
            var anywhere = -Math.Log(MarkGrid.PeriodFrames);
            var stay = Math.Log(1 - jump - (2 * creep) - leave);
            var odds = lags.Length == 0 ? 0 : Math.Log(0.5) + (lags[0] < 0 ? 0 : anywhere);
            for (var row = 1; row < lags.Length; row++)
            {
                odds += (lags[row - 1], lags[row]) switch
                {
                    (< 0, < 0) => Math.Log(1 - enter),
                    (< 0, _) => Math.Log(enter) + anywhere,
                    (_, < 0) => Math.Log(leave),
                    var (from, to) when from == to => stay,
                    var (from, to) when ((from - to + 1) & (MarkGrid.PeriodFrames - 1)) <= 2 => Math.Log(creep),
                    _ => Math.Log(jump) + anywhere,
                };
            }

            best = Math.Max(best, odds - Math.Log(Habits.Length));
        }

        return best;
    }
}
