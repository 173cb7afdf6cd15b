using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VoiceWeb.Engine.GptSovits.Kernels;

/// <summary>
/// Many rows times a matrix, where computing is what costs: six rows by sixteen outputs stand in registers while a panel of weights goes by.
/// A row's sum has one order, whatever rows stand beside it.
/// </summary>
/// <remarks>Needs AVX2 and FMA.</remarks>
internal static unsafe class ProductKernel
{
    /// <summary>Outputs of a panel.</summary>
    public const int Panel = 16;

    private const int Rows = 6, Lanes = 8;

    /// <summary>Whether this processor has what the kernel uses.</summary>
    public static bool Supported => Avx2.IsSupported && Fma.IsSupported;

    /// <summary>Rounds up to whole panels.</summary>
    public static int Padded(int outputs) => (outputs + Panel - 1) / Panel * Panel;

    /// <summary>y = x W, or y += x W, for the sixteen outputs of a panel. With several taps a row is the sum over rows that lie a stride apart.</summary>
    /// <param name="x">Input of the first row at its first tap.</param>
    /// <param name="xStride">Numbers from one row's input to the next one's.</param>
    /// <param name="taps">Parts of an input row. Positive.</param>
    /// <param name="tapStride">Numbers from one part to the next.</param>
    /// <param name="depth">Numbers of a part. Positive.</param>
    /// <param name="panel">(taps, depth, 16).</param>
    /// <param name="y">First row's sixteen results.</param>
    /// <param name="yStride">Numbers from one row's results to the next one's.</param>
    /// <param name="rows">Rows; none beyond them are read or written.</param>
    /// <param name="add">Whether results are added to what is there.</param>
    public static void Multiply(float* x, nint xStride, int taps, nint tapStride, int depth, float* panel, float* y, nint yStride, int rows, bool add)
    {
        for (; rows > 0; rows -= Rows, x += Rows * xStride, y += Rows * yStride)
        {
            Six(x, xStride, taps, tapStride, depth, panel, y, yStride, rows, add);
        }
    }

    /// <summary>Where fewer than six rows are left, the last one is computed again in their place.</summary>
    private static void Six(float* x, nint xStride, int taps, nint tapStride, int depth, float* w, float* y, nint yStride, int rows, bool add)
    {
        nint x1 = rows > 1 ? xStride : 0, x2 = rows > 2 ? xStride : 0, x3 = rows > 3 ? xStride : 0, x4 = rows > 4 ? xStride : 0, x5 = rows > 5 ? xStride : 0;
        float* y1 = y + (rows > 1 ? yStride : 0), y2 = y1 + (rows > 2 ? yStride : 0), y3 = y2 + (rows > 3 ? yStride : 0);
        float* y4 = y3 + (rows > 4 ? yStride : 0), y5 = y4 + (rows > 5 ? yStride : 0);
        Vector256<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default;
        Vector256<float> d0 = default, d1 = default, e0 = default, e1 = default, f0 = default, f1 = default;
        if (add)
        {
            (a0, a1, b0, b1) = (Vector256.Load(y), Vector256.Load(y + Lanes), Vector256.Load(y1), Vector256.Load(y1 + Lanes));
            (c0, c1, d0, d1) = (Vector256.Load(y2), Vector256.Load(y2 + Lanes), Vector256.Load(y3), Vector256.Load(y3 + Lanes));
            (e0, e1, f0, f1) = (Vector256.Load(y4), Vector256.Load(y4 + Lanes), Vector256.Load(y5), Vector256.Load(y5 + Lanes));
        }

        for (var tap = 0; tap < taps; tap++, x += tapStride)
        {
            float* p1 = x + x1, p2 = p1 + x2, p3 = p2 + x3, p4 = p3 + x4, p5 = p4 + x5;
            for (nint i = 0; i < depth; i++, w += Panel)
            {
                var left = Vector256.Load(w);
                var right = Vector256.Load(w + Lanes);
                var own = Avx.BroadcastScalarToVector256(x + i);
                a0 = Fma.MultiplyAdd(own, left, a0);
                a1 = Fma.MultiplyAdd(own, right, a1);
                own = Avx.BroadcastScalarToVector256(p1 + i);
                b0 = Fma.MultiplyAdd(own, left, b0);
                b1 = Fma.MultiplyAdd(own, right, b1);
                own = Avx.BroadcastScalarToVector256(p2 + i);
                c0 = Fma.MultiplyAdd(own, left, c0);
                c1 = Fma.MultiplyAdd(own, right, c1);
                own = Avx.BroadcastScalarToVector256(p3 + i);
                d0 = Fma.MultiplyAdd(own, left, d0);
                d1 = Fma.MultiplyAdd(own, right, d1);
                own = Avx.BroadcastScalarToVector256(p4 + i);
                e0 = Fma.MultiplyAdd(own, left, e0);
                e1 = Fma.MultiplyAdd(own, right, e1);
                own = Avx.BroadcastScalarToVector256(p5 + i);
                f0 = Fma.MultiplyAdd(own, left, f0);
                f1 = Fma.MultiplyAdd(own, right, f1);
            }
        }

        a0.Store(y);
        a1.Store(y + Lanes);
        b0.Store(y1);
        b1.Store(y1 + Lanes);
        c0.Store(y2);
        c1.Store(y2 + Lanes);
        d0.Store(y3);
        d1.Store(y3 + Lanes);
        e0.Store(y4);
        e1.Store(y4 + Lanes);
        f0.Store(y5);
        f1.Store(y5 + Lanes);
    }
}
