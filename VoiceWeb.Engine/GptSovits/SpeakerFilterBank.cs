using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// Log mel filter bank as Kaldi computes it, which the speaker network was trained on: 80 bands of 16 kHz audio in -1..1, frames of
/// 25 ms every 10 ms, mean removed, pre-emphasis 0.97, Povey window, no dither.
/// </summary>
internal static class SpeakerFilterBank
{
    /// <summary>Bands of a frame.</summary>
    public const int Bands = 80;

    private const int FrameSamples = 400;
    private const int Hop = 160;
    private const int Size = 512;
    private const double PreEmphasis = 0.97;
    private const double LowHz = 20, HighHz = 8000;
    private const double Floor = 1.1920928955078125e-7; // fp32's epsilon

    private static readonly RealFft Fft = new(Size);
    private static readonly double[] Window = [.. Enumerable.Range(0, FrameSamples).Select(i => Math.Pow(0.5 - 0.5 * Math.Cos(2 * Math.PI * i / (FrameSamples - 1)), 0.85))];
    private static readonly double[][] Filters = MakeFilters();

    /// <summary>Energies of a recording.</summary>
    /// <param name="samples">16 kHz; at least 400.</param>
    /// <returns>(frames, 80), row-major, natural logarithm.</returns>
    public static float[] Compute(ReadOnlySpan<float> samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples.Length, FrameSamples);
        var frames = 1 + (samples.Length - FrameSamples) / Hop;
        var energies = new float[frames * Bands];
        var windowed = new double[Size];
        var (real, imaginary) = (new double[Fft.Bins], new double[Fft.Bins]);
        for (var frame = 0; frame < frames; frame++)
        {
            var part = samples.Slice(frame * Hop, FrameSamples);
            double mean = 0;
            foreach (var sample in part)
            {
                mean += sample;
            }

            mean /= FrameSamples;
            for (var i = 0; i < FrameSamples; i++)
            {
                windowed[i] = (part[i] - mean - PreEmphasis * (part[Math.Max(0, i - 1)] - mean)) * Window[i];
            }

            Fft.Forward(windowed, real, imaginary);
            for (var band = 0; band < Bands; band++)
            {
                double energy = 0;
                for (var bin = 0; bin < Size / 2; bin++)
                {
                    energy += Filters[band][bin] * (real[bin] * real[bin] + imaginary[bin] * imaginary[bin]);
                }

                energies[frame * Bands + band] = (float)Math.Log(Math.Max(energy, Floor));
            }
        }

        return energies;
    }

    private static double[][] MakeFilters()
    {
        static double Mel(double hz) => 1127 * Math.Log(1 + hz / 700);
        double low = Mel(LowHz), step = (Mel(HighHz) - low) / (Bands + 1);
        return [.. Enumerable.Range(0, Bands).Select(band => Enumerable.Range(0, Size / 2).Select(bin =>
        {
            var position = (Mel(bin * 16_000.0 / Size) - low) / step - band;
            return Math.Max(0, Math.Min(position, 2 - position));
        }).ToArray())];
    }
}
