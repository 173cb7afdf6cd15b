using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VoiceWeb.Engine.Audio;

/// <summary>
/// Fourier transform of real signals whose length is a power of two. Immutable once built: one instance may serve many
/// threads, each with its own buffers. Unscaled forward, 1/N backward, so that <see cref="Inverse"/> undoes <see cref="Forward"/>.
/// </summary>
/// <remarks>
/// Stockham's self-sorting radix-4 transform over N/2 complex points, its inner loops four wide, with the usual even/odd split for
/// real input.
/// </remarks>
public sealed class RealFft
{
    private readonly int _half;
    private readonly int _stages;
    private readonly double[] _turns; // radix-4 stages in order: for each of n/4 positions cos and sin of 1, 2 and 3 turns of 2 pi / n
    private readonly double[] _splitCos; // (half + 1), cos(2 pi k / size)
    private readonly double[] _splitSin;

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
        _splitCos = new double[_half + 1];
        _splitSin = new double[_half + 1];
        var turns = new List<double>();
        for (var n = _half; n >= 2; n /= 4)
        {
            _stages++;
            for (var p = 0; p < n / 4; p++)
            {
                for (var power = 1; power <= 3; power++)
                {
                    var (sin, cos) = Math.SinCos(-2 * Math.PI * p * power / n);
                    turns.Add(cos);
                    turns.Add(sin);
                }
            }
        }

        _turns = [.. turns];
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

        var spare = ArrayPool<double>.Shared.Rent(Size);
        Span<double> spareRe = spare.AsSpan(0, _half), spareIm = spare.AsSpan(_half, _half);
        if (_stages % 2 == 0)
        {
            Deinterleave(signal, real, imaginary);
            Transform(real[.._half], imaginary[.._half], spareRe, spareIm);
        }
        else
        {
            Deinterleave(signal, spareRe, spareIm);
            Transform(spareRe, spareIm, real[.._half], imaginary[.._half]);
        }

        ArrayPool<double>.Shared.Return(spare);

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

        // Backwards is forwards with real and imaginary parts exchanged.
        var spare = ArrayPool<double>.Shared.Rent(Size);
        Span<double> spareRe = spare.AsSpan(0, _half), spareIm = spare.AsSpan(_half, _half);
        if (_stages % 2 == 0)
        {
            Transform(imaginary[.._half], real[.._half], spareIm, spareRe);
        }
        else
        {
            real[.._half].CopyTo(spareRe);
            imaginary[.._half].CopyTo(spareIm);
            Transform(spareIm, spareRe, imaginary[.._half], real[.._half]);
        }

        ArrayPool<double>.Shared.Return(spare);
        var scale = 1.0 / _half;
        for (var i = 0; i < _half; i++)
        {
            signal[2 * i] = real[i] * scale;
            signal[2 * i + 1] = imaginary[i] * scale;
        }
    }

    private void Deinterleave(ReadOnlySpan<double> signal, Span<double> even, Span<double> odd)
    {
        for (var i = 0; i < _half; i++)
        {
            even[i] = signal[2 * i];
            odd[i] = signal[2 * i + 1];
        }
    }

    /// <summary>Complex transform. Each stage goes from one pair of buffers to the other; the last writes where the pair it leaves off is.</summary>
    private void Transform(Span<double> re, Span<double> im, Span<double> toRe, Span<double> toIm)
    {
        int n = _half, stride = 1;
        ReadOnlySpan<double> turns = _turns;
        for (; n >= 4; n /= 4, stride *= 4)
        {
            if (stride >= Vector256<double>.Count)
            {
                WideStage(n, stride, turns, re, im, toRe, toIm);
            }
            else
            {
                NarrowStage(n, stride, turns, re, im, toRe, toIm);
            }

            turns = turns[(n / 4 * 6)..];
            Span<double> swapRe = re, swapIm = im;
            re = toRe;
            im = toIm;
            toRe = swapRe;
            toIm = swapIm;
        }

        for (var q = 0; n == 2 && q < stride; q++)
        {
            toRe[q] = re[q] + re[q + stride];
            toIm[q] = im[q] + im[q + stride];
            toRe[q + stride] = re[q] - re[q + stride];
            toIm[q + stride] = im[q] - im[q + stride];
        }
    }

    private static void NarrowStage(
        int n, int stride, ReadOnlySpan<double> turns, ReadOnlySpan<double> re, ReadOnlySpan<double> im, Span<double> toRe, Span<double> toIm)
    {
        var quarter = n / 4 * stride;
        for (var p = 0; p < n / 4; p++)
        {
            var w = turns.Slice(6 * p, 6);
            for (var q = 0; q < stride; q++)
            {
                int from = q + stride * p, to = q + 4 * stride * p;
                double ar = re[from], br = re[from + quarter], cr = re[from + 2 * quarter], dr = re[from + 3 * quarter];
                double ai = im[from], bi = im[from + quarter], ci = im[from + 2 * quarter], di = im[from + 3 * quarter];
                double sumR = ar + cr, sumI = ai + ci, differenceR = ar - cr, differenceI = ai - ci;
                double otherR = br + dr, otherI = bi + di, turnedR = di - bi, turnedI = br - dr;
                toRe[to] = sumR + otherR;
                toIm[to] = sumI + otherI;
                double oneR = differenceR - turnedR, oneI = differenceI - turnedI;
                toRe[to + stride] = oneR * w[0] - oneI * w[1];
                toIm[to + stride] = oneR * w[1] + oneI * w[0];
                double twoR = sumR - otherR, twoI = sumI - otherI;
                toRe[to + 2 * stride] = twoR * w[2] - twoI * w[3];
                toIm[to + 2 * stride] = twoR * w[3] + twoI * w[2];
                double threeR = differenceR + turnedR, threeI = differenceI + turnedI;
                toRe[to + 3 * stride] = threeR * w[4] - threeI * w[5];
                toIm[to + 3 * stride] = threeR * w[5] + threeI * w[4];
            }
        }
    }

    private static void WideStage(
        int n, int stride, ReadOnlySpan<double> turns, ReadOnlySpan<double> re, ReadOnlySpan<double> im, Span<double> toRe, Span<double> toIm)
    {
        var quarter = n / 4 * stride;
        ref readonly double reBase = ref MemoryMarshal.GetReference(re), imBase = ref MemoryMarshal.GetReference(im);
        ref double toReBase = ref MemoryMarshal.GetReference(toRe), toImBase = ref MemoryMarshal.GetReference(toIm);
        for (var p = 0; p < n / 4; p++)
        {
            var w = turns.Slice(6 * p, 6);
            Vector256<double> w0 = Vector256.Create(w[0]), w1 = Vector256.Create(w[1]), w2 = Vector256.Create(w[2]);
            Vector256<double> w3 = Vector256.Create(w[3]), w4 = Vector256.Create(w[4]), w5 = Vector256.Create(w[5]);
            for (var q = 0; q < stride; q += Vector256<double>.Count)
            {
                int from = q + stride * p, to = q + 4 * stride * p;
                var ar = Vector256.LoadUnsafe(in reBase, (nuint)from);
                var br = Vector256.LoadUnsafe(in reBase, (nuint)(from + quarter));
                var cr = Vector256.LoadUnsafe(in reBase, (nuint)(from + 2 * quarter));
                var dr = Vector256.LoadUnsafe(in reBase, (nuint)(from + 3 * quarter));
                var ai = Vector256.LoadUnsafe(in imBase, (nuint)from);
                var bi = Vector256.LoadUnsafe(in imBase, (nuint)(from + quarter));
                var ci = Vector256.LoadUnsafe(in imBase, (nuint)(from + 2 * quarter));
                var di = Vector256.LoadUnsafe(in imBase, (nuint)(from + 3 * quarter));
                Vector256<double> sumR = ar + cr, sumI = ai + ci, differenceR = ar - cr, differenceI = ai - ci;
                Vector256<double> otherR = br + dr, otherI = bi + di, turnedR = di - bi, turnedI = br - dr;
                (sumR + otherR).StoreUnsafe(ref toReBase, (nuint)to);
                (sumI + otherI).StoreUnsafe(ref toImBase, (nuint)to);
                Vector256<double> oneR = differenceR - turnedR, oneI = differenceI - turnedI;
                (oneR * w0 - oneI * w1).StoreUnsafe(ref toReBase, (nuint)(to + stride));
                (oneR * w1 + oneI * w0).StoreUnsafe(ref toImBase, (nuint)(to + stride));
                Vector256<double> twoR = sumR - otherR, twoI = sumI - otherI;
                (twoR * w2 - twoI * w3).StoreUnsafe(ref toReBase, (nuint)(to + 2 * stride));
                (twoR * w3 + twoI * w2).StoreUnsafe(ref toImBase, (nuint)(to + 2 * stride));
                Vector256<double> threeR = differenceR + turnedR, threeI = differenceI + turnedI;
                (threeR * w4 - threeI * w5).StoreUnsafe(ref toReBase, (nuint)(to + 3 * stride));
                (threeR * w5 + threeI * w4).StoreUnsafe(ref toImBase, (nuint)(to + 3 * stride));
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
