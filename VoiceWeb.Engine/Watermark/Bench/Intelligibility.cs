using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>Short-time objective intelligibility (STOI): how far the envelopes of third-octave bands agree.</summary>
/// <remarks>Taal, Hendriks, Heusdens, Jensen, "An algorithm for intelligibility prediction of time-frequency weighted noisy speech", IEEE TASLP 19, 2011.</remarks>
internal static class Intelligibility
{
    private const int Rate = 10_000;
    private const int Frame = 256;
    private const int Size = 512;
    private const int Bands = 15;
    private const int Segment = 30; // frames, 384 ms
    private const double QuietDb = 40;
    private static readonly double Limit = 1 + Math.Pow(10, 15.0 / 20); // signal-to-distortion of -15 dB at least

    /// <summary>Mean correlation, at most 1; 1 for clips too short to tell.</summary>
    public static double Measure(AudioBuffer clean, AudioBuffer other)
    {
        var x = Frames(clean);
        var y = Frames(other);
        var levels = Array.ConvertAll(x, frame => 20 * Math.Log10(Math.Sqrt(frame.Sum(v => v * v)) + 1e-12));
        var loudest = levels.Length == 0 ? 0 : levels.Max();
        var kept = Enumerable.Range(0, Math.Min(x.Length, y.Length)).Where(t => levels[t] > loudest - QuietDb).ToArray();
        var envelopeX = Envelopes(x, kept);
        var envelopeY = Envelopes(y, kept);
        double sum = 0;
        var count = 0;
        for (var end = Segment; end <= kept.Length; end++)
        {
            for (var band = 0; band < Bands; band++)
            {
                sum += Correlation(envelopeX[band].AsSpan(end - Segment, Segment), envelopeY[band].AsSpan(end - Segment, Segment));
                count++;
            }
        }

        return count == 0 ? 1 : sum / count;
    }

    private static double Correlation(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Span<double> limited = stackalloc double[Segment];
        var scale = Norm(x) / (Norm(y) + 1e-12);
        double meanX = 0, meanY = 0;
        for (var i = 0; i < Segment; i++)
        {
            limited[i] = Math.Min(y[i] * scale, x[i] * Limit);
            meanX += x[i] / Segment;
            meanY += limited[i] / Segment;
        }

        double product = 0, squareX = 0, squareY = 0;
        for (var i = 0; i < Segment; i++)
        {
            product += (x[i] - meanX) * (limited[i] - meanY);
            squareX += Math.Pow(x[i] - meanX, 2);
            squareY += Math.Pow(limited[i] - meanY, 2);
        }

        return product / (Math.Sqrt(squareX * squareY) + 1e-12);
    }

    private static double Norm(ReadOnlySpan<double> x)
    {
        var sum = 0.0;
        foreach (var v in x)
        {
            sum += v * v;
        }

        return Math.Sqrt(sum);
    }

    private static double[][] Frames(AudioBuffer audio)
    {
        var x = Resampler.Convert(audio, Rate).Samples;
        return [.. Enumerable.Range(0, Math.Max(0, ((x.Length - Frame) / (Frame / 2)) + 1)).Select(t => Enumerable.Range(0, Frame)
            .Select(i => x[(t * Frame / 2) + i] * (0.5 - (0.5 * Math.Cos(2 * Math.PI * (i + 1) / (Frame + 1))))).ToArray())];
    }

    private static double[][] Envelopes(double[][] frames, int[] kept)
    {
        var fft = new RealFft(Size);
        var padded = new double[Size];
        var real = new double[fft.Bins];
        var imaginary = new double[fft.Bins];
        var envelopes = Enumerable.Range(0, Bands).Select(_ => new double[kept.Length]).ToArray();
        for (var t = 0; t < kept.Length; t++)
        {
            frames[kept[t]].CopyTo(padded, 0);
            fft.Forward(padded, real, imaginary);
            for (var band = 0; band < Bands; band++)
            {
                var centre = 150 * Math.Pow(2, band / 3.0);
                var from = (int)Math.Ceiling(centre * Math.Pow(2, -1.0 / 6) * Size / Rate);
                var to = (int)Math.Ceiling(centre * Math.Pow(2, 1.0 / 6) * Size / Rate);
                var energy = 0.0;
                for (var k = from; k < Math.Min(to, fft.Bins); k++)
                {
                    energy += (real[k] * real[k]) + (imaginary[k] * imaginary[k]);
                }

                envelopes[band][t] = Math.Sqrt(energy);
            }
        }

        return envelopes;
    }
}
