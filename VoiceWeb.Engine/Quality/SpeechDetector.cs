namespace VoiceWeb.Engine.Quality;

/// <summary>
/// Finds speech by what only voices do together: they are periodic, they rise and fall with the syllables, and their pitch never
/// stands still. Steady noise has no period, hum and tones do not move, played notes hold their pitch. Unvoiced sounds count where
/// they touch voiced ones. Depends on nothing absolute, so that the gain of the recording does not matter.
/// </summary>
/// <remarks>Own design; thresholds set on synthetic speech in noise and on synthetic music (docs/benchmarks/quality.md).</remarks>
internal static class SpeechDetector
{
    private const double MinPeriodicity = 0.55;
    private const double StandsOutDb = 3; // above the background, for a voiced frame
    private const double TouchingDb = 6; // above the background, for an unvoiced frame beside it
    private const double FarBelowPeakDb = 45; // what is weaker than this is no part of the performance
    private const int Reach = 20; // frames: consonants within 0.2 s of a vowel
    private const int LongestGap = 20; // frames: a stop consonant or the gap between two words is part of speaking
    private const int ShortestRun = 4; // frames of voice: shorter ones are chance
    private const int Around = 60; // frames on either side that decide whether the sound moves
    private const double MinMovementDb = 3.5; // standard deviation of the level around
    private const double MaxHeldPitch = 0.6; // share of voiced steps whose pitch stands still
    private const double HeldCents = 6; // per 30 ms

    /// <summary>Finds speech in measured frames.</summary>
    public static SpeechActivity Find(PitchFrames frames)
    {
        var count = frames.Count;
        var speech = new bool[count];
        if (count == 0)
        {
            return new SpeechActivity(speech, 0, 0);
        }

        var background = Percentile(frames.LevelDb, 0.1);
        var peak = Percentile(frames.LevelDb, 0.98);
        var voiced = Voiced(frames, Math.Max(background + StandsOutDb, peak - FarBelowPeakDb));
        var steadyTonal = 0;
        var loud = 0;
        for (var i = 0; i < count; i++)
        {
            var isLoud = frames.LevelDb[i] > peak - FarBelowPeakDb && frames.LevelDb[i] > -150;
            loud += isLoud ? 1 : 0;
            if (isLoud && frames.Periodicity[i] >= MinPeriodicity && !Moves(frames, i, peak))
            {
                steadyTonal++;
                voiced[i] = false;
            }
        }

        DropShortRuns(voiced);
        for (var i = 0; i < count; i++)
        {
            if (voiced[i])
            {
                Extend(frames, speech, i, Math.Max(background + TouchingDb, peak - FarBelowPeakDb));
            }
        }

        FillGaps(speech);
        return new SpeechActivity(speech, steadyTonal * SpeechActivity.FrameSeconds, loud * SpeechActivity.FrameSeconds);
    }

    private static bool[] Voiced(PitchFrames frames, double threshold)
    {
        var voiced = new bool[frames.Count];
        for (var i = 0; i < voiced.Length; i++)
        {
            voiced[i] = frames.Periodicity[i] >= MinPeriodicity && frames.LevelDb[i] >= threshold;
        }

        return voiced;
    }

    private static bool Moves(PitchFrames frames, int at, double peak)
    {
        int first = Math.Max(0, at - Around), last = Math.Min(frames.Count - 1, at + Around);
        double sum = 0, squares = 0;
        int steps = 0, held = 0;
        for (var i = first; i <= last; i++)
        {
            var level = Math.Max(frames.LevelDb[i], peak - 40); // deep silence says no more than a pause
            sum += level;
            squares += level * level;
            if (i + 3 <= last && frames.Periodicity[i] >= MinPeriodicity && frames.Periodicity[i + 3] >= MinPeriodicity
                && frames.LevelDb[i] > peak - 30 && frames.LevelDb[i + 3] > peak - 30)
            {
                steps++;
                held += Math.Abs(1_200 * Math.Log2(frames.PitchHz[i + 3] / frames.PitchHz[i])) < HeldCents ? 1 : 0;
            }
        }

        var count = last - first + 1;
        var deviation = Math.Sqrt(Math.Max(0, squares / count - sum / count * (sum / count)));
        return deviation >= MinMovementDb && (steps == 0 || (double)held / steps <= MaxHeldPitch);
    }

    private static void DropShortRuns(bool[] voiced)
    {
        for (var start = 0; start < voiced.Length;)
        {
            var end = start;
            while (end < voiced.Length && voiced[end])
            {
                end++;
            }

            if (end > start && end - start < ShortestRun)
            {
                Array.Clear(voiced, start, end - start);
            }

            start = Math.Max(end, start + 1);
        }
    }

    private static void Extend(PitchFrames frames, bool[] speech, int from, double threshold)
    {
        speech[from] = true;
        foreach (var step in (ReadOnlySpan<int>)[-1, 1])
        {
            var i = from + step;
            for (var reach = 0; reach < Reach && i >= 0 && i < speech.Length && frames.LevelDb[i] >= threshold; reach++, i += step)
            {
                speech[i] = true;
            }
        }
    }

    private static void FillGaps(bool[] speech)
    {
        var last = -1;
        for (var i = 0; i < speech.Length; i++)
        {
            if (!speech[i])
            {
                continue;
            }

            if (last >= 0 && i - last - 1 <= LongestGap)
            {
                Array.Fill(speech, true, last + 1, i - last - 1);
            }

            last = i;
        }
    }

    private static double Percentile(double[] values, double share)
    {
        var sorted = (double[])values.Clone();
        Array.Sort(sorted);
        return sorted[(int)(share * (sorted.Length - 1))];
    }
}
