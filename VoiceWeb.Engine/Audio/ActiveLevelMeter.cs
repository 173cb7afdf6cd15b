namespace VoiceWeb.Engine.Audio;

/// <summary>Active speech level after ITU-T P.56, method B.</summary>
/// <remarks>
/// A smoothed envelope (30 ms, twice) is compared with a ladder of thresholds 6 dB apart, with a hang-over of 200 ms; the threshold
/// is taken, by interpolation, where the level while active lies 15.9 dB above it. The ladder hangs from the signal's own
/// envelope peak, so that the answer moves with the gain, exactly.
/// </remarks>
public static class ActiveLevelMeter
{
    private const double MarginDb = 15.9;
    private const double TimeConstant = 0.03;
    private const double HangOver = 0.2;
    private const int Rungs = 15;

    /// <summary>Measures, or gives null where there is nothing but digital silence.</summary>
    public static ActiveLevel? Measure(AudioBuffer audio)
    {
        ArgumentNullException.ThrowIfNull(audio);
        var envelope = Envelope(audio, out var peak, out var energy);
        if (peak <= 0 || energy <= 0)
        {
            return null;
        }

        var counts = CountActive(envelope, peak, (int)(HangOver * audio.SampleRate));
        (double Level, double Gap)? above = null;
        for (var rung = Rungs - 1; rung >= 0; rung--) // from the lowest threshold up: the gap shrinks
        {
            if (counts[rung] == 0)
            {
                continue;
            }

            var level = 10 * Math.Log10(energy / counts[rung]);
            var gap = level - ThresholdDb(peak, rung);
            if (gap <= MarginDb)
            {
                var found = above is { } before && before.Gap > gap
                    ? before.Level + (level - before.Level) * (before.Gap - MarginDb) / (before.Gap - gap)
                    : level;
                return Result(found, energy, envelope.Length);
            }

            above = (level, gap);
        }

        return Result(above?.Level ?? 10 * Math.Log10(energy / envelope.Length), energy, envelope.Length);
    }

    private static ActiveLevel Result(double level, double energy, int samples) =>
        new(level, Math.Min(1, energy / samples / Math.Pow(10, level / 10)));

    private static double ThresholdDb(double peak, int rung) => 20 * Math.Log10(peak) - 6.0205999 * (rung + 1);

    private static float[] Envelope(AudioBuffer audio, out double peak, out double energy)
    {
        var g = Math.Exp(-1 / (TimeConstant * audio.SampleRate));
        double p = 0, q = 0;
        peak = 0;
        energy = 0;
        var envelope = new float[audio.Samples.Length];
        for (var i = 0; i < envelope.Length; i++)
        {
            double sample = audio.Samples[i];
            energy += sample * sample;
            p = g * p + (1 - g) * Math.Abs(sample);
            q = g * q + (1 - g) * p;
            envelope[i] = (float)q;
            peak = Math.Max(peak, q);
        }

        return envelope;
    }

    private static long[] CountActive(float[] envelope, double peak, int hangOver)
    {
        var counts = new long[Rungs];
        for (var rung = 0; rung < Rungs; rung++)
        {
            var threshold = (float)(peak * Math.Pow(10, -6.0205999 * (rung + 1) / 20));
            var left = 0;
            long active = 0;
            foreach (var value in envelope)
            {
                if (value >= threshold)
                {
                    left = hangOver;
                    active++;
                }
                else if (left > 0)
                {
                    left--;
                    active++;
                }
            }

            counts[rung] = active;
        }

        return counts;
    }
}
