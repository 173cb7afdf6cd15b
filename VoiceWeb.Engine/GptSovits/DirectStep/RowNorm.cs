using System.Numerics.Tensors;

namespace VoiceWeb.Engine.GptSovits.DirectStep;

/// <summary>Layer normalisation of a sum, row by row.</summary>
internal static unsafe class RowNorm
{
    private const float Epsilon = 1e-5f;

    /// <summary>hidden = norm(hidden + result).</summary>
    /// <param name="hidden">(rows, width).</param>
    /// <param name="result">(rows, width).</param>
    /// <param name="stride">Numbers from one row of both to the next.</param>
    /// <param name="norm">(2, width): scale and shift.</param>
    public static void Add(float* hidden, float* result, long stride, float* norm, int rows, int width)
    {
        for (var row = 0; row < rows; row++)
        {
            var x = new Span<float>(hidden + row * stride, width);
            TensorPrimitives.Add(x, new ReadOnlySpan<float>(result + row * stride, width), x);
            TensorPrimitives.Subtract(x, TensorPrimitives.Sum<float>(x) / width, x);
            TensorPrimitives.Multiply(x, 1 / MathF.Sqrt(TensorPrimitives.SumOfSquares<float>(x) / width + Epsilon), x);
            TensorPrimitives.MultiplyAdd(x, new ReadOnlySpan<float>(norm, width), new ReadOnlySpan<float>(norm + width, width), x);
        }
    }
}
