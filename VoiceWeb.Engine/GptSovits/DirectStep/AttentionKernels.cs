using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VoiceWeb.Engine.GptSovits.DirectStep;

/// <summary>One query against all keys and values so far, head by head.</summary>
/// <remarks>Needs AVX2 and FMA.</remarks>
internal static unsafe class AttentionKernels
{
    /// <summary>Rows that are scored together: caches have room for a multiple of it.</summary>
    public const int Group = 8;

    private const int Lanes = 8;

    /// <summary>Attention of one head.</summary>
    /// <param name="query">(size), times <see cref="IStoredNumber.Gain"/> and the scale of the scores.</param>
    /// <param name="keys">(capacity, size).</param>
    /// <param name="values">(capacity, size).</param>
    /// <param name="count">Rows that are filled.</param>
    /// <param name="size">Width of the head; a multiple of 8.</param>
    /// <param name="scores">Work space of the capacity.</param>
    /// <param name="result">(size).</param>
    public static void Attend<T>(float* query, byte* keys, byte* values, int count, int size, float* scores, float* result)
        where T : struct, IStoredNumber
    {
        var row = size * T.Size;
        for (var from = 0; from < count; from += Group)
        {
            var k = keys + (long)from * row;
            Vector256<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
            for (var i = 0; i < size; i += Lanes, k += Lanes * T.Size)
            {
                var own = Vector256.Load(query + i);
                a = Fma.MultiplyAdd(T.Load(k), own, a);
                b = Fma.MultiplyAdd(T.Load(k + row), own, b);
                c = Fma.MultiplyAdd(T.Load(k + 2 * row), own, c);
                d = Fma.MultiplyAdd(T.Load(k + 3 * row), own, d);
                e = Fma.MultiplyAdd(T.Load(k + 4 * row), own, e);
                f = Fma.MultiplyAdd(T.Load(k + 5 * row), own, f);
                g = Fma.MultiplyAdd(T.Load(k + 6 * row), own, g);
                h = Fma.MultiplyAdd(T.Load(k + 7 * row), own, h);
            }

            MatrixKernels.Sums(a, b, c, d, e, f, g, h).Store(scores + from);
        }

        var weights = new Span<float>(scores, count);
        TensorPrimitives.Subtract(weights, TensorPrimitives.Max<float>(weights), weights);
        TensorPrimitives.Exp<float>(weights, weights);
        TensorPrimitives.Multiply(weights, T.Gain / TensorPrimitives.Sum<float>(weights), weights);

        for (var i = 0; i < size; i += Lanes)
        {
            var v = values + (long)i * T.Size;
            Vector256<float> even = default, odd = default;
            var at = 0;
            for (; at + 1 < count; at += 2, v += 2 * row)
            {
                even = Fma.MultiplyAdd(T.Load(v), Vector256.Create(scores[at]), even);
                odd = Fma.MultiplyAdd(T.Load(v + row), Vector256.Create(scores[at + 1]), odd);
            }

            if (at < count)
            {
                even = Fma.MultiplyAdd(T.Load(v), Vector256.Create(scores[at]), even);
            }

            (even + odd).Store(result + i);
        }
    }
}
