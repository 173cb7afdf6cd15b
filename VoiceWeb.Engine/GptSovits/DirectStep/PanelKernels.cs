using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using VoiceWeb.Engine.GptSovits.Kernels;

namespace VoiceWeb.Engine.GptSovits.DirectStep;

/// <summary>The step's weights, eight outputs at a time, turned so that all outputs of an input stand side by side.</summary>
/// <remarks>Needs AVX2.</remarks>
internal static unsafe class PanelKernels
{
    private const int Lanes = 8, ByteLanes = 32;

    /// <summary>Weights as <typeparamref name="T"/>.</summary>
    /// <param name="weights">(count / 8, 8 outputs, 8 inputs).</param>
    /// <param name="count">Inputs. A multiple of 8.</param>
    /// <param name="to">Receives eight outputs for each input, sixteen numbers apart.</param>
    public static void Widen<T>(byte* weights, int count, float* to)
        where T : struct, IStoredNumber
    {
        var gain = Vector256.Create(T.Gain);
        var row = Lanes * T.Size;
        for (var input = 0; input < count; input += Lanes, weights += Lanes * row, to += Lanes * ProductKernel.Panel)
        {
            Turn(
                T.Load(weights), T.Load(weights + row), T.Load(weights + 2 * row), T.Load(weights + 3 * row),
                T.Load(weights + 4 * row), T.Load(weights + 5 * row), T.Load(weights + 6 * row), T.Load(weights + 7 * row), gain, to);
        }
    }

    /// <summary>Weights of 8 bits that share their scales.</summary>
    /// <param name="weights">(count / 32, 8 outputs, 32 inputs).</param>
    /// <param name="count">Inputs. A multiple of 32.</param>
    /// <param name="scales">(8 outputs).</param>
    /// <param name="to">Receives eight outputs for each input, sixteen numbers apart.</param>
    public static void WidenBytes(sbyte* weights, int count, float* scales, float* to)
    {
        var gain = Vector256.Load(scales);
        for (var input = 0; input < count; input += ByteLanes, weights += Lanes * ByteLanes)
        {
            for (var part = 0; part < ByteLanes; part += Lanes, to += Lanes * ProductKernel.Panel)
            {
                var own = weights + part;
                Turn(
                    Eight(own), Eight(own + ByteLanes), Eight(own + 2 * ByteLanes), Eight(own + 3 * ByteLanes),
                    Eight(own + 4 * ByteLanes), Eight(own + 5 * ByteLanes), Eight(own + 6 * ByteLanes), Eight(own + 7 * ByteLanes), gain, to);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Eight(sbyte* at) => Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(at));

    /// <summary>Eight rows of eight become columns, times the gain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(
        Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d,
        Vector256<float> e, Vector256<float> f, Vector256<float> g, Vector256<float> h, Vector256<float> gain, float* to)
    {
        const byte Low = 0x44, High = 0xEE, Lows = 0x20, Highs = 0x31;
        Vector256<float> ab0 = Avx.UnpackLow(a, b), ab1 = Avx.UnpackHigh(a, b), cd0 = Avx.UnpackLow(c, d), cd1 = Avx.UnpackHigh(c, d);
        Vector256<float> ef0 = Avx.UnpackLow(e, f), ef1 = Avx.UnpackHigh(e, f), gh0 = Avx.UnpackLow(g, h), gh1 = Avx.UnpackHigh(g, h);
        Vector256<float> l0 = Avx.Shuffle(ab0, cd0, Low), l1 = Avx.Shuffle(ab0, cd0, High), l2 = Avx.Shuffle(ab1, cd1, Low), l3 = Avx.Shuffle(ab1, cd1, High);
        Vector256<float> r0 = Avx.Shuffle(ef0, gh0, Low), r1 = Avx.Shuffle(ef0, gh0, High), r2 = Avx.Shuffle(ef1, gh1, Low), r3 = Avx.Shuffle(ef1, gh1, High);
        (Avx.Permute2x128(l0, r0, Lows) * gain).Store(to);
        (Avx.Permute2x128(l1, r1, Lows) * gain).Store(to + ProductKernel.Panel);
        (Avx.Permute2x128(l2, r2, Lows) * gain).Store(to + 2 * ProductKernel.Panel);
        (Avx.Permute2x128(l3, r3, Lows) * gain).Store(to + 3 * ProductKernel.Panel);
        (Avx.Permute2x128(l0, r0, Highs) * gain).Store(to + 4 * ProductKernel.Panel);
        (Avx.Permute2x128(l1, r1, Highs) * gain).Store(to + 5 * ProductKernel.Panel);
        (Avx.Permute2x128(l2, r2, Highs) * gain).Store(to + 6 * ProductKernel.Panel);
        (Avx.Permute2x128(l3, r3, Highs) * gain).Store(to + 7 * ProductKernel.Panel);
    }
}
