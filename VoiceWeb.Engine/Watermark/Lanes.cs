using System.Numerics;
using System.Runtime.InteropServices;

namespace VoiceWeb.Engine.Watermark;

/// <summary>Sums over rows of numbers, several at a time.</summary>
internal static class Lanes
{
    /// <summary>Sum of products of two rows of the same length.</summary>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var lanes = Vector<float>.Count;
        var a = MemoryMarshal.Cast<float, Vector<float>>(x);
        var b = MemoryMarshal.Cast<float, Vector<float>>(y);
        var sum = Vector<float>.Zero;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        var total = Vector.Sum(sum);
        for (var i = a.Length * lanes; i < x.Length; i++)
        {
            total += x[i] * y[i];
        }

        return total;
    }

    /// <summary>Index of the largest number.</summary>
    public static int IndexOfMax(ReadOnlySpan<float> x)
    {
        var lanes = MemoryMarshal.Cast<float, Vector<float>>(x);
        var highest = lanes[0];
        for (var i = 1; i < lanes.Length; i++)
        {
            highest = Vector.Max(highest, lanes[i]);
        }

        var max = highest[0];
        for (var i = 1; i < Vector<float>.Count; i++)
        {
            max = Math.Max(max, highest[i]);
        }

        for (var i = lanes.Length * Vector<float>.Count; i < x.Length; i++)
        {
            max = Math.Max(max, x[i]);
        }

        return x.IndexOf(max);
    }
}
