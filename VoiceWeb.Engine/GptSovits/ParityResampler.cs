namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// Changes the sample rate exactly as torchaudio's default does (sinc with a Hann window over six zero crossings, rolled off at 0.99),
/// because the networks were trained on its output. Not for anything a person listens to: its stop band is shallow.
/// </summary>
internal static class ParityResampler
{
    private const int ZeroCrossings = 6;
    private const double Rolloff = 0.99;

    /// <summary>Resamples a recording.</summary>
    /// <param name="samples">Samples at the old rate.</param>
    /// <param name="fromRate">Old rate in Hz.</param>
    /// <param name="toRate">New rate in Hz.</param>
    /// <returns>ceil(length times new rate / old rate) samples.</returns>
    public static float[] Resample(ReadOnlySpan<float> samples, int fromRate, int toRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fromRate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(toRate);
        if (fromRate == toRate)
        {
            return samples.ToArray();
        }

        var divisor = (int)System.Numerics.BigInteger.GreatestCommonDivisor(fromRate, toRate);
        int from = fromRate / divisor, to = toRate / divisor;
        var cutoff = Math.Min(from, to) * Rolloff;
        var width = (int)Math.Ceiling(ZeroCrossings * from / cutoff);
        var rows = Rows(from, to, cutoff, width);

        var result = new float[checked((int)(((long)samples.Length * to + from - 1) / from))];
        for (var i = 0; i < result.Length; i++)
        {
            var row = rows[i % to];
            var start = i / to * from - width;
            var first = Math.Max(0, -start);
            var end = Math.Min(row.Length, samples.Length - start);
            double sum = 0;
            for (var tap = first; tap < end; tap++)
            {
                sum += (double)row[tap] * samples[start + tap];
            }

            result[i] = (float)sum;
        }

        return result;
    }

    private static float[][] Rows(int from, int to, double cutoff, int width) => [.. Enumerable.Range(0, to).Select(phase =>
        Enumerable.Range(-width, 2 * width + from).Select(tap =>
        {
            var t = Math.Clamp(((double)tap / from - (double)phase / to) * cutoff, -ZeroCrossings, ZeroCrossings);
            var window = Math.Cos(t * Math.PI / ZeroCrossings / 2);
            var sinc = t == 0 ? 1 : Math.Sin(t * Math.PI) / (t * Math.PI);
            return (float)(window * window * sinc * cutoff / from);
        }).ToArray())];
}
