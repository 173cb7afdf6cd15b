using System.Numerics;
using System.Runtime.InteropServices;

namespace VoiceWeb.Engine.Audio;

/// <summary>The inner loop of filtering and correlation: sum of a[i] * b[i], in single precision, vectorised.</summary>
internal static class DotProduct
{
    /// <param name="a">First factor.</param>
    /// <param name="b">Second factor. At least as long as <paramref name="a"/>.</param>
    public static float Of(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        b = b[..a.Length];
        var wideA = MemoryMarshal.Cast<float, Vector<float>>(a);
        var wideB = MemoryMarshal.Cast<float, Vector<float>>(b);

        // Four sums at once hide the latency of the addition.
        Vector<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        var i = 0;
        for (; i + 4 <= wideA.Length; i += 4)
        {
            sum0 += wideA[i] * wideB[i];
            sum1 += wideA[i + 1] * wideB[i + 1];
            sum2 += wideA[i + 2] * wideB[i + 2];
            sum3 += wideA[i + 3] * wideB[i + 3];
        }

        for (; i < wideA.Length; i++)
        {
            sum0 += wideA[i] * wideB[i];
        }

        var sum = Vector.Sum(sum0 + sum1 + (sum2 + sum3));
        for (var k = wideA.Length * Vector<float>.Count; k < a.Length; k++)
        {
            sum += a[k] * b[k];
        }

        return sum;
    }
}
