using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VoiceWeb.Engine.GptSovits.DirectVocoder;

/// <summary>
/// Four outputs of a convolution with four taps from seven products instead of sixteen (Toom and Cook; Winograd, 1980): inputs and weights are taken as
/// polynomials, multiplied at seven points, and the product's coefficients are found again. Points are 1, -1, 2, -2, 1/2, -1/2 and infinity: in pairs,
/// so that most work is shared, and near to 1, so that little is lost to rounding.
/// </summary>
/// <remarks>Needs AVX2 and FMA. Rounding is about twice that of the plain sum.</remarks>
internal static unsafe class TileTransform
{
    /// <summary>Outputs of a tile, and taps of a part of the kernel.</summary>
    public const int Outputs = 4;

    /// <summary>Products of a tile, and its inputs.</summary>
    public const int Points = 7;

    private const int Lanes = 8;

    private static readonly double[] Places = [1, -1, 2, -2, 0.5, -0.5];

    /// <summary>A part of the kernel at the points.</summary>
    /// <param name="taps">(4).</param>
    /// <param name="values">Receives (7).</param>
    public static void Weights(ReadOnlySpan<double> taps, Span<double> values)
    {
        for (var point = 0; point < Places.Length; point++)
        {
            var place = Places[point];
            values[point] = (((taps[3] * place + taps[2]) * place + taps[1]) * place + taps[0]) / Divisor(point);
        }

        values[Points - 1] = taps[3];
    }

    /// <summary>What a kernel's value at each point but the last is multiplied with.</summary>
    public static float[] Divisors() => [.. Enumerable.Range(0, Places.Length).Select(point => (float)(1 / Divisor(point)))];

    /// <summary>A tile's seven inputs at the points, channel by channel, after LeakyReLU.</summary>
    /// <param name="x">First input.</param>
    /// <param name="stride">Numbers to the next one.</param>
    /// <param name="channels">A multiple of 8.</param>
    /// <param name="slope">Factor on what is below zero; 1 leaves all as it is. At most 1.</param>
    /// <param name="v">First point's values.</param>
    /// <param name="plane">Numbers to the next point's.</param>
    public static void Enter(float* x, nint stride, int channels, float slope, float* v, nint plane)
    {
        var factor = Vector256.Create(slope);
        for (var channel = 0; channel < channels; channel += Lanes, x += Lanes, v += Lanes)
        {
            var at = x;
            var d0 = Leaky(at, factor);
            var d1 = Leaky(at += stride, factor);
            var d2 = Leaky(at += stride, factor);
            var d3 = Leaky(at += stride, factor);
            var d4 = Leaky(at += stride, factor);
            var d5 = Leaky(at += stride, factor);
            var d6 = Leaky(at + stride, factor);

            // For the pair a, -a with the other pairs' squares summing to s and multiplying to p: d is divided by all places but one, in its even and odd powers.
            var to = v;
            Pair(Fma.MultiplyAddNegated(d2, Vector256.Create(4.25f), d4 + d0), Fma.MultiplyAddNegated(d3, Vector256.Create(4.25f), d5 + d1), 1, to, to + plane);
            to += 2 * plane;
            Pair(
                Fma.MultiplyAdd(d0, Vector256.Create(0.25f), Fma.MultiplyAddNegated(d2, Vector256.Create(1.25f), d4)),
                Fma.MultiplyAdd(d1, Vector256.Create(0.25f), Fma.MultiplyAddNegated(d3, Vector256.Create(1.25f), d5)), 2, to, to + plane);
            to += 2 * plane;
            Pair(
                Fma.MultiplyAdd(d0, Vector256.Create(4f), Fma.MultiplyAddNegated(d2, Vector256.Create(5f), d4)),
                Fma.MultiplyAdd(d1, Vector256.Create(4f), Fma.MultiplyAddNegated(d3, Vector256.Create(5f), d5)), 0.5f, to, to + plane);
            to += 2 * plane;
            Fma.MultiplyAdd(d2 - d4, Vector256.Create(5.25f), d6 - d0).Store(to);
        }
    }

    /// <summary>A tile's four outputs from the products at the points.</summary>
    /// <param name="m">Eight channels of the first point's products.</param>
    /// <param name="plane">Numbers to the next point's.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<float> Y0, Vector256<float> Y1, Vector256<float> Y2, Vector256<float> Y3) Leave(float* m, nint plane)
    {
        var (one, minusOne) = (Vector256.Load(m), Vector256.Load(m + plane));
        m += 2 * plane;
        var (two, minusTwo) = (Vector256.Load(m), Vector256.Load(m + plane));
        m += 2 * plane;
        var (half, minusHalf) = (Vector256.Load(m), Vector256.Load(m + plane));
        var last = Vector256.Load(m + 2 * plane);
        Vector256<float> even1 = one + minusOne, even2 = two + minusTwo, evenHalf = half + minusHalf;
        Vector256<float> odd1 = one - minusOne, odd2 = two - minusTwo, oddHalf = half - minusHalf;
        return (
            even1 + even2 + evenHalf,
            Fma.MultiplyAdd(odd2, Vector256.Create(2f), Fma.MultiplyAdd(oddHalf, Vector256.Create(0.5f), odd1)),
            Fma.MultiplyAdd(even2, Vector256.Create(4f), Fma.MultiplyAdd(evenHalf, Vector256.Create(0.25f), even1)),
            Fma.MultiplyAdd(odd2, Vector256.Create(8f), Fma.MultiplyAdd(oddHalf, Vector256.Create(0.125f), odd1 + last)));
    }

    private static double Divisor(int point) => Places.Where((_, other) => other != point).Aggregate(1.0, (product, other) => product * (Places[point] - other));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Leaky(float* x, Vector256<float> slope)
    {
        var own = Vector256.Load(x);
        return Avx.Max(own, own * slope);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pair(Vector256<float> even, Vector256<float> odd, float place, float* plus, float* minus)
    {
        var factor = Vector256.Create(place);
        Fma.MultiplyAdd(even, factor, odd).Store(plus);
        Fma.MultiplyAddNegated(even, factor, odd).Store(minus);
    }
}
