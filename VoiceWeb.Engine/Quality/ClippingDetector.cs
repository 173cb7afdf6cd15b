namespace VoiceWeb.Engine.Quality;

/// <summary>
/// Finds samples that were cut off at the top: runs at one level where a voice would have a peak. Works at any gain, and also on
/// clips that were turned down after clipping.
/// </summary>
/// <remarks>
/// A natural peak touches its highest value once; a clipped one stays there. Counted are runs of at least three samples within
/// 0.05 % of the highest (or lowest) value of the whole clip. A lossy codec rounds such tops: then the distribution of magnitudes,
/// which falls steadily for speech, shows a bump near its end, and what lies in and above the bump is counted.
/// </remarks>
internal static class ClippingDetector
{
    private const int ShortestRun = 3;
    private const float Flat = 0.9995f;
    private const int CoarseSteps = 100; // fewer steps from zero to the peak say nothing about its shape
    private const int Levels = 64; // of magnitude, for the distribution
    private const int FirstLevel = 40; // bumps below are not clipping
    private const double BumpFactor = 3;
    private const double MinBumpShare = 0.0005;

    /// <summary>Share of samples that were cut off, 0 to 1.</summary>
    public static double Ratio(ReadOnlySpan<float> samples)
    {
        if (samples.IsEmpty)
        {
            return 0;
        }

        float lowest = 0, highest = 0, smallest = float.MaxValue;
        foreach (var sample in samples)
        {
            lowest = Math.Min(lowest, sample);
            highest = Math.Max(highest, sample);
            smallest = sample == 0 ? smallest : Math.Min(smallest, Math.Abs(sample));
        }

        // Next to silence the last bits alone make flat tops.
        if (smallest * CoarseSteps > Math.Max(highest, -lowest))
        {
            return 0;
        }

        var flat = FlatTops(samples, lowest * Flat, highest * Flat);
        return Math.Max((double)flat / samples.Length, RoundedTops(samples, Math.Max(highest, -lowest)));
    }

    private static long FlatTops(ReadOnlySpan<float> samples, float low, float high)
    {
        long clipped = 0;
        var run = 0;
        var side = 0;
        foreach (var sample in samples)
        {
            var now = high > 0 && sample >= high ? 1 : low < 0 && sample <= low ? -1 : 0;
            if (now != side)
            {
                clipped += run >= ShortestRun && side != 0 ? run : 0;
                run = 0;
                side = now;
            }

            run++;
        }

        return clipped + (run >= ShortestRun && side != 0 ? run : 0);
    }

    private static double RoundedTops(ReadOnlySpan<float> samples, float peak)
    {
        if (peak <= 0)
        {
            return 0;
        }

        var counts = new long[Levels];
        foreach (var sample in samples)
        {
            counts[Math.Min(Levels - 1, (int)(Math.Abs(sample) / peak * Levels))]++;
        }

        var bump = 0;
        for (var level = FirstLevel; level < Levels - 1; level++)
        {
            // Three levels against three that lie a little lower: a distribution that falls cannot rise threefold.
            double here = counts[level - 1] + counts[level] + counts[level + 1];
            double below = counts[level - 7] + counts[level - 6] + counts[level - 5];
            if (here > BumpFactor * Math.Max(1, below) && here > MinBumpShare * samples.Length)
            {
                bump = level - 1;
                break;
            }
        }

        return bump == 0 ? 0 : (double)counts.AsSpan(bump).ToArray().Sum() / samples.Length;
    }
}
