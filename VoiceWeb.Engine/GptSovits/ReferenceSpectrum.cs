using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// The magnitude spectrum that the style encoder reads: Hann window of 2048, hop 640 at 32 kHz, frames whole, the edges mirrored,
/// sqrt(re² + im² + 1e-8), no logarithm.
/// </summary>
internal static class ReferenceSpectrum
{
    /// <summary>Shortest input: the mirrored edges need one sample more than their length.</summary>
    public const int MinSamples = Edge + 1;

    private const int Size = 2048;
    private const int Hop = 640;
    private const int Edge = (Size - Hop) / 2;

    private static readonly RealFft Fft = new(Size);
    private static readonly double[] Window = [.. Enumerable.Range(0, Size).Select(i => 0.5 - 0.5 * Math.Cos(2 * Math.PI * i / Size))];

    /// <summary>Spectrum of samples at 32 kHz.</summary>
    /// <param name="samples">At least <see cref="MinSamples"/>.</param>
    /// <param name="bins">How many bins from 0 Hz are wanted; at most 1025.</param>
    /// <returns>(bins, frames), row-major; samples / 640 frames.</returns>
    public static float[] Compute(ReadOnlySpan<float> samples, int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples.Length, MinSamples);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bins, Fft.Bins);
        var frames = (samples.Length + 2 * Edge - Size) / Hop + 1;
        var spectrum = new float[bins * frames];
        var windowed = new double[Size];
        var (real, imaginary) = (new double[Fft.Bins], new double[Fft.Bins]);
        for (var frame = 0; frame < frames; frame++)
        {
            for (var i = 0; i < Size; i++)
            {
                var at = frame * Hop + i - Edge;
                at = at < 0 ? -at : at >= samples.Length ? 2 * (samples.Length - 1) - at : at;
                windowed[i] = samples[at] * Window[i];
            }

            Fft.Forward(windowed, real, imaginary);
            for (var bin = 0; bin < bins; bin++)
            {
                spectrum[bin * frames + frame] = (float)Math.Sqrt(real[bin] * real[bin] + imaginary[bin] * imaginary[bin] + 1e-8);
            }
        }

        return spectrum;
    }
}
