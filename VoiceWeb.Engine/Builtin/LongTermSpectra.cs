using System.Numerics.Tensors;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Builtin;

/// <summary>Power of a recording's voiced and of its unvoiced frames, summed over all of them.</summary>
/// <param name="Voiced">One a bin of <see cref="FftSize"/>.</param>
/// <param name="VoicedFrames">How many frames that is.</param>
/// <param name="Unvoiced">The same of unvoiced speech; pauses, and what lies next to a voiced frame, are left out.</param>
/// <param name="UnvoicedFrames">How many frames that is.</param>
internal sealed record LongTermSpectra(double[] Voiced, int VoicedFrames, double[] Unvoiced, int UnvoicedFrames)
{
    /// <summary>Length of the transform in samples.</summary>
    public const int FftSize = 1_024;

    private const int Width = AnalysisGrid.SampleRate / 40; // 25 ms
    private const int Stride = 2; // frames: 10 ms
    private const double SpeechWithin = 1e-4; // of the power of loud frames: 40 dB

    /// <param name="samples">At the grid's rate.</param>
    /// <param name="pitchHz">Pitch on the grid, 0 where unvoiced.</param>
    /// <param name="swings">Frames that count as voiced; those with a pitch, when null.</param>
    public static LongTermSpectra Of(ReadOnlySpan<float> samples, double[] pitchHz, bool[]? swings)
    {
        var fft = new RealFft(FftSize);
        double[] voiced = new double[fft.Bins], unvoiced = new double[fft.Bins];
        double[] wave = new double[fft.Size], real = new double[fft.Bins], imaginary = new double[fft.Bins];
        var energies = new double[(pitchHz.Length + Stride - 1) / Stride];
        for (var i = 0; i < energies.Length; i++)
        {
            var start = StartOf(i * Stride);
            energies[i] = start >= 0 && start + Width <= samples.Length ? TensorPrimitives.SumOfSquares(samples.Slice(start, Width)) : 0;
        }

        var least = SpeechWithin * Percentiles.Of(energies, 0.95);
        int voicedFrames = 0, unvoicedFrames = 0;
        for (var i = 0; i < pitchHz.Length; i += Stride)
        {
            var isVoiced = swings?[i] ?? pitchHz[i] > 0;
            var isUnvoiced = !isVoiced && energies[i / Stride] > least && !HasPitch(pitchHz, i - Stride) && !HasPitch(pitchHz, i + Stride);
            if (energies[i / Stride] <= 0 || !(isVoiced || isUnvoiced))
            {
                continue;
            }

            var start = StartOf(i);
            for (var n = 0; n < Width; n++)
            {
                wave[n] = samples[start + n] * (0.54 - 0.46 * Math.Cos(2 * Math.PI * n / (Width - 1)));
            }

            fft.Forward(wave, real, imaginary);
            var into = isVoiced ? voiced : unvoiced;
            for (var k = 0; k < into.Length; k++)
            {
                into[k] += real[k] * real[k] + imaginary[k] * imaginary[k];
            }

            voicedFrames += isVoiced ? 1 : 0;
            unvoicedFrames += isVoiced ? 0 : 1;
        }

        return new LongTermSpectra(voiced, voicedFrames, unvoiced, unvoicedFrames);
    }

    private static int StartOf(int frame) => frame * AnalysisGrid.FrameSamples - Width / 2;

    private static bool HasPitch(double[] pitchHz, int frame) => frame >= 0 && frame < pitchHz.Length && pitchHz[frame] > 0;
}
