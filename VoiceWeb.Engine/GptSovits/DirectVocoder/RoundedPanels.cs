using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using VoiceWeb.Engine.GptSovits.Kernels;

namespace VoiceWeb.Engine.GptSovits.DirectVocoder;

/// <summary>
/// A layer's weights in 8 bits, sixteen outputs side by side, and how they become the numbers that <see cref="ProductKernel"/> multiplies with: a quarter of
/// the memory for a little work every time the layer runs.
/// </summary>
/// <remarks>Needs AVX2 and FMA.</remarks>
internal sealed unsafe class RoundedPanels : IDisposable
{
    private const int Panel = ProductKernel.Panel, Lanes = 8;

    private static readonly float[] Divisors = TileTransform.Divisors();

    private readonly AlignedMemory _levels; // (outputs / 16, taps, inputs, 16)
    private readonly AlignedMemory _scales; // (outputs / 16, groups, 16)
    private readonly int _inputs;
    private readonly int _taps;
    private readonly int _groups;

    /// <param name="weights">In 8 bits.</param>
    /// <param name="taps">Taps that are kept. Positive.</param>
    /// <param name="tapOf">Which of the kernel's; what is none of them is zero.</param>
    public RoundedPanels(LayerWeights weights, int taps, Func<int, int> tapOf)
    {
        var outputs = ProductKernel.Padded(weights.Outputs);
        (_inputs, _taps) = (ProductKernel.Padded(weights.Inputs), taps);
        _groups = LayerWeights.Groups(_inputs);
        _levels = new AlignedMemory((long)outputs * _taps * _inputs);
        _scales = new AlignedMemory((long)outputs * _groups * sizeof(float));
        for (var output = 0; output < weights.Outputs; output++)
        {
            var scales = (float*)_scales.Start + (long)(output / Panel) * _groups * Panel + output % Panel;
            for (var group = 0; group < LayerWeights.Groups(weights.Inputs); group++)
            {
                scales[group * Panel] = weights.Scale(output, group);
            }

            var levels = (sbyte*)_levels.Start + (long)(output / Panel) * _taps * _inputs * Panel + output % Panel;
            for (var tap = 0; tap < taps; tap++)
            {
                for (var input = 0; tapOf(tap) < weights.Kernel && input < weights.Inputs; input++)
                {
                    levels[((long)tap * _inputs + input) * Panel] = weights.Level(output, input, tapOf(tap));
                }
            }
        }
    }

    /// <summary>One tap of sixteen outputs as numbers.</summary>
    /// <param name="panel">Outputs over sixteen.</param>
    /// <param name="to">Receives (inputs, 16).</param>
    public void Widen(int panel, int tap, float* to)
    {
        var levels = (sbyte*)_levels.Start + ((long)panel * _taps + tap) * _inputs * Panel;
        for (var input = 0; input < _inputs; input++, levels += Panel, to += Panel)
        {
            var scales = Scales(panel, input);
            (Eight(levels) * Vector256.Load(scales)).Store(to);
            (Eight(levels + Lanes) * Vector256.Load(scales + Lanes)).Store(to + Lanes);
        }
    }

    /// <summary>Sixteen outputs at the points of <see cref="TileTransform"/>, four taps at a time.</summary>
    /// <param name="panel">Outputs over sixteen.</param>
    /// <param name="to">Receives (taps / 4, inputs, 16) for the first point.</param>
    /// <param name="plane">Numbers to the next point's.</param>
    public void Transform(int panel, float* to, nint plane)
    {
        var tap = (nint)_inputs * Panel;
        for (var part = 0; part < _taps; part += TileTransform.Outputs)
        {
            var levels = (sbyte*)_levels.Start + ((long)panel * _taps + part) * tap;
            for (var input = 0; input < _inputs; input++, levels += Panel, to += Panel)
            {
                var scales = Scales(panel, input);
                for (var half = 0; half < Panel; half += Lanes)
                {
                    var scale = Vector256.Load(scales + half);
                    var at = levels + half;
                    Points(Eight(at) * scale, Eight(at + tap) * scale, Eight(at + 2 * tap) * scale, Eight(at + 3 * tap) * scale, to + half, plane);
                }
            }
        }
    }

    public void Dispose()
    {
        _levels.Dispose();
        _scales.Dispose();
    }

    private float* Scales(int panel, int input) => (float*)_scales.Start + ((long)panel * _groups + input / LayerWeights.Group) * Panel;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Eight(sbyte* at) => Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Points(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d, float* to, nint plane)
    {
        fixed (float* divisors = Divisors)
        {
            Pair(a + c, b + d, divisors, to, plane);
            Pair(Fma.MultiplyAdd(c, Vector256.Create(4f), a), Fma.MultiplyAdd(d, Vector256.Create(8f), b + b), divisors + 2, to + 2 * plane, plane);
            Pair(Fma.MultiplyAdd(c, Vector256.Create(0.25f), a), Fma.MultiplyAdd(d, Vector256.Create(0.125f), b * 0.5f), divisors + 4, to + 4 * plane, plane);
            d.Store(to + 6 * plane);
        }
    }

    /// <summary>A pair of points from the even and the odd powers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pair(Vector256<float> even, Vector256<float> odd, float* divisors, float* to, nint plane)
    {
        ((even + odd) * Vector256.Create(divisors[0])).Store(to);
        ((even - odd) * Vector256.Create(divisors[1])).Store(to + plane);
    }
}
