using System.Numerics.Tensors;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Builtin;

/// <summary>
/// Takes steady noise out of a recording: a gain per bin of the short-time spectrum, with the noise measured in the weakest frames.
/// </summary>
internal sealed class WienerDenoiser
{
    private const int Size = 1_024; // 43 ms at the grid's rate
    private const int Hop = 256;
    private const double WeakestShare = 0.10;
    private const double Oversubtraction = 1.5;
    private const double LeastGain = 0.02; // of power

    private readonly RealFft _fft = new(Size);
    private readonly double[] _window = [.. Enumerable.Range(0, Size).Select(n => Math.Sqrt(0.5 - 0.5 * Math.Cos(2 * Math.PI * n / Size)))];

    /// <param name="samples">At the grid's rate.</param>
    /// <returns>As many samples, with the noise lowered.</returns>
    public float[] Apply(float[] samples, CancellationToken cancellationToken)
    {
        var frames = 1 + (samples.Length + Size) / Hop;
        var noise = NoisePower(samples, frames, cancellationToken);
        double[] wave = new double[Size], real = new double[_fft.Bins], imaginary = new double[_fft.Bins];
        var output = new float[samples.Length];
        for (var i = 0; i < frames; i++)
        {
            var start = i * Hop - Size;
            Transform(samples, start, wave, real, imaginary);
            for (var k = 0; k < real.Length; k++)
            {
                var power = real[k] * real[k] + imaginary[k] * imaginary[k];
                var gain = Math.Sqrt(Math.Max(1 - Oversubtraction * noise[k] / Math.Max(power, 1e-20), LeastGain));
                real[k] *= gain;
                imaginary[k] *= gain;
            }

            _fft.Inverse(real, imaginary, wave);
            for (var n = 0; n < Size; n++)
            {
                var at = start + n;
                if (at >= 0 && at < output.Length)
                {
                    output[at] += (float)(wave[n] * _window[n] * (2.0 * Hop / Size));
                }
            }
        }

        return output;
    }

    /// <summary>Mean power of every bin over the weakest frames.</summary>
    private double[] NoisePower(float[] samples, int frames, CancellationToken cancellationToken)
    {
        double[] wave = new double[Size], real = new double[_fft.Bins], imaginary = new double[_fft.Bins];
        var totals = new double[frames];
        for (var i = 0; i < frames; i++)
        {
            if (i % 256 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            Transform(samples, i * Hop - Size, wave, real, imaginary);
            totals[i] = TensorPrimitives.SumOfSquares<double>(real) + TensorPrimitives.SumOfSquares<double>(imaginary);
        }

        // Frames that hang over an end are half empty: they are no measure of the noise.
        int[] inside = [.. Enumerable.Range(0, frames).Where(i => i * Hop - Size >= 0 && i * Hop <= samples.Length)];
        int[] weakest = [.. inside.OrderBy(i => totals[i]).Take(Math.Max(1, (int)(WeakestShare * inside.Length)))];
        var noise = new double[_fft.Bins];
        foreach (var i in weakest)
        {
            // Transformed again: to keep the spectra of all frames would take half a megabyte a second.
            Transform(samples, i * Hop - Size, wave, real, imaginary);
            for (var k = 0; k < noise.Length; k++)
            {
                noise[k] += (real[k] * real[k] + imaginary[k] * imaginary[k]) / weakest.Length;
            }
        }

        return noise;
    }

    private void Transform(float[] samples, int start, double[] wave, double[] real, double[] imaginary)
    {
        for (var n = 0; n < Size; n++)
        {
            var at = start + n;
            wave[n] = at >= 0 && at < samples.Length ? samples[at] * _window[n] : 0;
        }

        _fft.Forward(wave, real, imaginary);
    }
}
