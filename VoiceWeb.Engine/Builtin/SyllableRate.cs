namespace VoiceWeb.Engine.Builtin;

/// <summary>
/// Counts syllable-like nuclei: peaks of the energy between 300 and 2500 Hz, smoothed over a syllable, that stand out by 2 dB.
/// </summary>
internal static class SyllableRate
{
    private const int SmoothingReach = 20; // frames on either side: 100 ms
    private const double ProminenceDb = 2;
    private const double WithinDb = 25;

    /// <summary>Nuclei per second of speech; 0 without speech.</summary>
    public static double Of(SpeechFrames frames)
    {
        var energy = Smooth(BandEnergyDb(frames));
        var threshold = Percentiles.Of(energy, 0.95) - WithinDb;
        var nuclei = 0;
        var peak = -1;
        var valley = double.PositiveInfinity;
        for (var i = 1; i + 1 < energy.Length; i++)
        {
            valley = Math.Min(valley, energy[i]);
            if (energy[i] <= energy[i - 1] || energy[i] < energy[i + 1] || energy[i] <= threshold)
            {
                continue;
            }

            if (peak < 0 || Math.Min(energy[peak], energy[i]) - valley >= ProminenceDb)
            {
                nuclei++;
                peak = i;
                valley = energy[i];
            }
            else if (energy[i] > energy[peak])
            {
                peak = i;
                valley = energy[i];
            }
        }

        var seconds = SpeechTime.Seconds(frames.Speech);
        return seconds > 0 ? nuclei / seconds : 0;
    }

    private static double[] BandEnergyDb(SpeechFrames frames)
    {
        int first = (int)MelAxis.PositionOf(300), last = (int)MelAxis.PositionOf(2_500);
        var energy = new double[frames.Count];
        for (var i = 0; i < energy.Length; i++)
        {
            for (var p = first; p <= last; p++)
            {
                energy[i] += Math.Exp(frames.LogMel[i][p]);
            }

            energy[i] = 10 * Math.Log10(energy[i] + 1e-12);
        }

        return energy;
    }

    private static double[] Smooth(double[] values)
    {
        var smooth = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            double sum = 0, weights = 0;
            for (var j = Math.Max(0, i - SmoothingReach); j <= Math.Min(values.Length - 1, i + SmoothingReach); j++)
            {
                var weight = 0.5 + 0.5 * Math.Cos(Math.PI * (j - i) / (SmoothingReach + 1));
                sum += weight * values[j];
                weights += weight;
            }

            smooth[i] = sum / weights;
        }

        return smooth;
    }
}
