using System.Numerics;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>Fourier transforms over whole files.</summary>
internal static class LongFourier
{
    /// <summary>Convolution, as long as the signal.</summary>
    public static float[] Convolve(ReadOnlySpan<float> signal, ReadOnlySpan<float> response)
    {
        var fft = Holding(signal.Length + response.Length);
        var (real, imaginary) = Forward(fft, signal);
        var (responseReal, responseImaginary) = Forward(fft, response);
        for (var k = 0; k < fft.Bins; k++)
        {
            var product = new Complex(real[k], imaginary[k]) * new Complex(responseReal[k], responseImaginary[k]);
            (real[k], imaginary[k]) = (product.Real, product.Imaginary);
        }

        return Inverse(fft, real, imaginary, signal.Length);
    }

    /// <summary>Turns white noise pink: 3 dB less per octave.</summary>
    public static float[] Pink(ReadOnlySpan<float> white)
    {
        var fft = Holding(white.Length);
        var (real, imaginary) = Forward(fft, white);
        real[0] = 0;
        imaginary[0] = 0;
        for (var k = 1; k < fft.Bins; k++)
        {
            real[k] /= Math.Sqrt(k);
            imaginary[k] /= Math.Sqrt(k);
        }

        return Inverse(fft, real, imaginary, white.Length);
    }

    private static RealFft Holding(int samples) => new((int)BitOperations.RoundUpToPowerOf2((uint)samples));

    private static (double[] Real, double[] Imaginary) Forward(RealFft fft, ReadOnlySpan<float> x)
    {
        var signal = new double[fft.Size];
        for (var i = 0; i < x.Length; i++)
        {
            signal[i] = x[i];
        }

        var real = new double[fft.Bins];
        var imaginary = new double[fft.Bins];
        fft.Forward(signal, real, imaginary);
        return (real, imaginary);
    }

    private static float[] Inverse(RealFft fft, double[] real, double[] imaginary, int samples)
    {
        var signal = new double[fft.Size];
        fft.Inverse(real, imaginary, signal);
        var output = new float[samples];
        for (var i = 0; i < samples; i++)
        {
            output[i] = (float)signal[i];
        }

        return output;
    }
}
