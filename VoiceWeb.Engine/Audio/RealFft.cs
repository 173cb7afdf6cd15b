namespace VoiceWeb.Engine.Audio;

/// <summary>
/// Fourier transform of real signals whose length is a power of two. Immutable once built: one instance may serve many
/// threads, each with its own buffers. Unscaled forward, 1/N backward, so that <see cref="Inverse"/> undoes <see cref="Forward"/>.
/// </summary>
/// <remarks>Iterative radix-2 decimation in time over N/2 complex points, with the usual even/odd split for real input.</remarks>
public sealed class RealFft
{
    private readonly int _half;
    private readonly double[] _cos; // (half), cos(2 pi k / half)
    private readonly double[] _sin;
    private readonly double[] _splitCos; // (half + 1), cos(2 pi k / size)
    private readonly double[] _splitSin;
    private readonly int[] _reversed;

    /// <param name="size">Transform length in samples. A power of two, at least 4.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not a power of two, or under 4.</exception>
    public RealFft(int size)
    {
        if (size < 4 || (size & (size - 1)) != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, "Expected a power of two, at least 4.");
        }

        Size = size;
        _half = size / 2;
        _cos = new double[_half];
        _sin = new double[_half];
        _splitCos = new double[_half + 1];
        _splitSin = new double[_half + 1];
        _reversed = new int[_half];
        var bits = System.Numerics.BitOperations.Log2((uint)_half);
        for (var k = 0; k < _half; k++)
        {
            (_sin[k], _cos[k]) = Math.SinCos(2 * Math.PI * k / _half);
            var reversed = 0;
            for (var bit = 0; bit < bits; bit++)
            {
                reversed |= ((k >> bit) & 1) << (bits - 1 - bit);
            }

            _reversed[k] = reversed;
        }

        for (var k = 0; k <= _half; k++)
        {
            (_splitSin[k], _splitCos[k]) = Math.SinCos(2 * Math.PI * k / size);
        }
    }

    /// <summary>Transform length in samples.</summary>
    public int Size { get; }

    /// <summary>Number of frequency bins from 0 Hz to half the sample rate, both included: Size / 2 + 1.</summary>
    public int Bins => _half + 1;

    /// <summary>X[k] = sum over n of x[n] exp(-2 pi i k n / Size).</summary>
    /// <param name="signal">Real samples. Length <see cref="Size"/>.</param>
    /// <param name="real">Receives the real parts. Length <see cref="Bins"/>.</param>
    /// <param name="imaginary">Receives the imaginary parts. Length <see cref="Bins"/>.</param>
    /// <exception cref="ArgumentException">A span has the wrong length.</exception>
    public void Forward(ReadOnlySpan<double> signal, Span<double> real, Span<double> imaginary)
    {
        Check(signal.Length, Size, nameof(signal));
        Check(real.Length, Bins, nameof(real));
        Check(imaginary.Length, Bins, nameof(imaginary));

        for (var i = 0; i < _half; i++)
        {
            var from = _reversed[i];
            real[i] = signal[2 * from];
            imaginary[i] = signal[2 * from + 1];
        }

        Butterflies(real, imaginary, -1);

        var dc = real[0];
        var dcImaginary = imaginary[0];
        for (var k = 1; k <= _half / 2; k++)
        {
            var mirror = _half - k;
            double evenRe = 0.5 * (real[k] + real[mirror]), evenIm = 0.5 * (imaginary[k] - imaginary[mirror]);
            double oddRe = 0.5 * (imaginary[k] + imaginary[mirror]), oddIm = -0.5 * (real[k] - real[mirror]);
            double turnedRe = oddRe * _splitCos[k] + oddIm * _splitSin[k];
            double turnedIm = oddIm * _splitCos[k] - oddRe * _splitSin[k];
            real[k] = evenRe + turnedRe;
            imaginary[k] = evenIm + turnedIm;
            real[mirror] = evenRe - turnedRe;
            imaginary[mirror] = turnedIm - evenIm;
        }

        real[0] = dc + dcImaginary;
        imaginary[0] = 0;
        real[_half] = dc - dcImaginary;
        imaginary[_half] = 0;
    }

    /// <summary>Undoes <see cref="Forward"/>. The imaginary parts of the first and last bin are ignored.</summary>
    /// <param name="real">Real parts. Length <see cref="Bins"/>. Overwritten as work space.</param>
    /// <param name="imaginary">Imaginary parts. Length <see cref="Bins"/>. Overwritten as work space.</param>
    /// <param name="signal">Receives the samples. Length <see cref="Size"/>.</param>
    /// <exception cref="ArgumentException">A span has the wrong length.</exception>
    public void Inverse(Span<double> real, Span<double> imaginary, Span<double> signal)
    {
        Check(real.Length, Bins, nameof(real));
        Check(imaginary.Length, Bins, nameof(imaginary));
        Check(signal.Length, Size, nameof(signal));

        double first = real[0], last = real[_half];
        real[0] = 0.5 * (first + last);
        imaginary[0] = 0.5 * (first - last);
        for (var k = 1; k <= _half / 2; k++)
        {
            var mirror = _half - k;
            double evenRe = 0.5 * (real[k] + real[mirror]), evenIm = 0.5 * (imaginary[k] - imaginary[mirror]);
            double turnedRe = 0.5 * (real[k] - real[mirror]), turnedIm = 0.5 * (imaginary[k] + imaginary[mirror]);
            double oddRe = turnedRe * _splitCos[k] - turnedIm * _splitSin[k];
            double oddIm = turnedIm * _splitCos[k] + turnedRe * _splitSin[k];
            real[k] = evenRe - oddIm;
            imaginary[k] = evenIm + oddRe;
            real[mirror] = evenRe + oddIm;
            imaginary[mirror] = oddRe - evenIm;
        }

        for (var i = 0; i < _half; i++)
        {
            var swap = _reversed[i];
            if (swap > i)
            {
                (real[i], real[swap]) = (real[swap], real[i]);
                (imaginary[i], imaginary[swap]) = (imaginary[swap], imaginary[i]);
            }
        }

        Butterflies(real, imaginary, 1);
        var scale = 1.0 / _half;
        for (var i = 0; i < _half; i++)
        {
            signal[2 * i] = real[i] * scale;
            signal[2 * i + 1] = imaginary[i] * scale;
        }
    }

    private void Butterflies(Span<double> real, Span<double> imaginary, int sign)
    {
        for (var span = 1; span < _half; span *= 2)
        {
            var step = _half / (2 * span);
            for (var start = 0; start < _half; start += 2 * span)
            {
                for (var k = 0; k < span; k++)
                {
                    double wRe = _cos[k * step], wIm = sign * _sin[k * step];
                    int top = start + k, bottom = top + span;
                    double re = real[bottom] * wRe - imaginary[bottom] * wIm;
                    double im = real[bottom] * wIm + imaginary[bottom] * wRe;
                    real[bottom] = real[top] - re;
                    imaginary[bottom] = imaginary[top] - im;
                    real[top] += re;
                    imaginary[top] += im;
                }
            }
        }
    }

    private static void Check(int length, int expected, string name)
    {
        if (length != expected)
        {
            throw new ArgumentException($"Expected {expected} values, got {length}.", name);
        }
    }
}
