using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VoiceWeb.Engine.GptSovits.DirectStep;

/// <summary>
/// Matrix times vector where reading the matrix is what costs: weights stand in the order in which they are used, eight outputs side by side,
/// and are read once from memory for all rows of a batch. Each row's sum has one order, whatever it is batched with.
/// </summary>
/// <remarks>Needs AVX2 and FMA.</remarks>
internal static unsafe class MatrixKernels
{
    /// <summary>Outputs that are computed together.</summary>
    public const int Tile = 8;

    private const int Lanes = 8, ByteLanes = 32;

    // The processor's own prefetching ends at every page; this one does not.
    private const int Ahead = 4096, CacheLine = 64;

    /// <summary>Whether this processor has what the kernels use.</summary>
    public static bool Supported => Avx2.IsSupported && Fma.IsSupported;

    /// <summary>y = W x + b with weights as <typeparamref name="T"/>: tiles of (columns / 8, 8 outputs, 8 columns).</summary>
    /// <param name="weights">Padded to whole tiles with zeros.</param>
    /// <param name="tiles">Outputs over eight.</param>
    /// <param name="part">Tiles that are computed; the others are left as they are.</param>
    /// <param name="columns">A multiple of 8.</param>
    /// <param name="bias">(outputs padded).</param>
    /// <param name="x">(rows, columns), times <see cref="IStoredNumber.Gain"/>.</param>
    /// <param name="y">(rows, outputs padded).</param>
    public static void Multiply<T>(byte* weights, int tiles, TileRange part, int columns, float* bias, float* x, float* y, int rows)
        where T : struct, IStoredNumber
    {
        for (var tile = part.From; tile < part.To; tile++)
        {
            var start = weights + (long)tile * Tile * columns * T.Size;
            for (var row = 0; row < rows; row++)
            {
                var sum = TileProduct<T>(start, x + (long)row * columns, columns);
                (sum + Vector256.Load(bias + tile * Tile)).Store(y + ((long)row * tiles + tile) * Tile);
            }
        }
    }

    /// <summary>The same with weights of 8 bits: tiles of (columns / 32, 8 outputs, 32 columns), scales (tiles, blocks, 8 outputs).</summary>
    /// <param name="block">Columns that share a scale; a multiple of 32 that divides the columns.</param>
    /// <param name="x">(rows, columns) in 8 bits, each block by its own scale.</param>
    /// <param name="xScales">(rows, blocks).</param>
    public static void MultiplyBytes(
        sbyte* weights, float* scales, int tiles, TileRange part, int columns, int block, float* bias, sbyte* x, float* xScales, float* y, int rows)
    {
        var blocks = columns / block;
        for (var tile = part.From; tile < part.To; tile++)
        {
            for (var row = 0; row < rows; row++)
            {
                var w = weights + (long)tile * Tile * columns;
                var own = x + (long)row * columns;
                var sum = Vector256.Load(bias + tile * Tile);
                for (var b = 0; b < blocks; b++)
                {
                    var whole = BlockProduct(w, own, block);
                    w += Tile * block;
                    own += block;
                    var scale = Vector256.Load(scales + ((long)tile * blocks + b) * Tile) * Vector256.Create(xScales[row * blocks + b]);
                    sum = Fma.MultiplyAdd(Vector256.ConvertToSingle(whole), scale, sum);
                }

                sum.Store(y + ((long)row * tiles + tile) * Tile);
            }
        }
    }

    /// <summary>Rounds a row to 8 bits, each block by its largest number.</summary>
    /// <param name="x">(columns).</param>
    /// <param name="block">A multiple of 32.</param>
    public static void Round(float* x, int columns, int block, sbyte* rounded, float* scales)
    {
        const float Full = 127;
        for (var b = 0; b < columns / block; b++, x += block)
        {
            var peak = Vector256<float>.Zero;
            for (var i = 0; i < block; i += Lanes)
            {
                peak = Vector256.Max(peak, Vector256.Abs(Vector256.Load(x + i)));
            }

            float largest = 0;
            for (var lane = 0; lane < Lanes; lane++)
            {
                largest = Math.Max(largest, peak[lane]);
            }

            scales[b] = largest / Full;
            var factor = Vector256.Create(largest == 0 ? 0 : Full / largest);
            for (var i = 0; i < block; i += ByteLanes, rounded += ByteLanes)
            {
                // Packing works on halves of the register; the permutation puts the groups of four back in order.
                var low = Avx2.PackSignedSaturate(Nearest(x + i, factor), Nearest(x + i + Lanes, factor));
                var high = Avx2.PackSignedSaturate(Nearest(x + i + 2 * Lanes, factor), Nearest(x + i + 3 * Lanes, factor));
                var packed = Avx2.PackSignedSaturate(low, high).AsInt32();
                Avx2.PermuteVar8x32(packed, Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)).AsSByte().Store(rounded);
            }
        }
    }

    /// <summary>Sums of eight registers, one a lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sums(
        Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d,
        Vector256<float> e, Vector256<float> f, Vector256<float> g, Vector256<float> h)
    {
        var left = Avx.HorizontalAdd(Avx.HorizontalAdd(a, b), Avx.HorizontalAdd(c, d));
        var right = Avx.HorizontalAdd(Avx.HorizontalAdd(e, f), Avx.HorizontalAdd(g, h));
        return Avx.Permute2x128(left, right, 0x20) + Avx.Permute2x128(left, right, 0x31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> TileProduct<T>(byte* w, float* x, int columns)
        where T : struct, IStoredNumber
    {
        Vector256<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        var row = Lanes * T.Size;
        for (var column = 0; column < columns; column += Lanes, w += Tile * row)
        {
            var own = Vector256.Load(x + column);
            Sse.Prefetch0(w + Ahead);
            Sse.Prefetch0(w + Ahead + CacheLine);
            a = Fma.MultiplyAdd(T.Load(w), own, a);
            b = Fma.MultiplyAdd(T.Load(w + row), own, b);
            c = Fma.MultiplyAdd(T.Load(w + 2 * row), own, c);
            d = Fma.MultiplyAdd(T.Load(w + 3 * row), own, d);
            e = Fma.MultiplyAdd(T.Load(w + 4 * row), own, e);
            f = Fma.MultiplyAdd(T.Load(w + 5 * row), own, f);
            g = Fma.MultiplyAdd(T.Load(w + 6 * row), own, g);
            h = Fma.MultiplyAdd(T.Load(w + 7 * row), own, h);
        }

        return Sums(a, b, c, d, e, f, g, h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> BlockProduct(sbyte* w, sbyte* x, int block)
    {
        Vector256<int> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (var column = 0; column < block; column += ByteLanes, w += Tile * ByteLanes)
        {
            var own = Vector256.Load(x + column);
            Sse.Prefetch0(w + Ahead);
            Sse.Prefetch0(w + Ahead + CacheLine);
            Sse.Prefetch0(w + Ahead + 2 * CacheLine);
            Sse.Prefetch0(w + Ahead + 3 * CacheLine);
            a += Four(w, own);
            b += Four(w + ByteLanes, own);
            c += Four(w + 2 * ByteLanes, own);
            d += Four(w + 3 * ByteLanes, own);
            e += Four(w + 4 * ByteLanes, own);
            f += Four(w + 5 * ByteLanes, own);
            g += Four(w + 6 * ByteLanes, own);
            h += Four(w + 7 * ByteLanes, own);
        }

        var left = Avx2.HorizontalAdd(Avx2.HorizontalAdd(a, b), Avx2.HorizontalAdd(c, d));
        var right = Avx2.HorizontalAdd(Avx2.HorizontalAdd(e, f), Avx2.HorizontalAdd(g, h));
        return Avx2.Permute2x128(left, right, 0x20) + Avx2.Permute2x128(left, right, 0x31);
    }

    /// <summary>Products of 32 pairs, summed by fours. The instruction wants one factor without sign, so the other takes both signs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Four(sbyte* w, Vector256<sbyte> x)
    {
        var own = Vector256.Load(w);
        return Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(Avx2.Abs(own), Avx2.Sign(x, own)), Vector256.Create((short)1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Nearest(float* x, Vector256<float> factor) => Avx.ConvertToVector256Int32(Vector256.Load(x) * factor);
}
