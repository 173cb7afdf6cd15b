using System.Numerics.Tensors;

namespace VoiceWeb.Engine.Builtin;

/// <summary>Aligns two sequences of features by the cheapest path of steps (1,1), (1,0), (0,1) within a band about the diagonal.</summary>
internal static class DynamicTimeWarping
{
    private const double BandShare = 0.15;
    private const int LeastBand = 150; // frames

    /// <param name="one">Features of the first sequence. Not empty.</param>
    /// <param name="other">Features of the second, of the same width. Not empty.</param>
    /// <param name="stepPenalty">Cost on top of the distance of every step that is not (1,1).</param>
    /// <returns>Row pairs in order, and the mean cost of a step.</returns>
    public static (List<FramePair> Path, double MeanCost) Align(
        FrameMatrix one, FrameMatrix other, double stepPenalty, CancellationToken cancellationToken)
    {
        int rows = one.Rows, columns = other.Rows;
        var reach = Math.Max(LeastBand, (int)(BandShare * columns)) + columns / Math.Max(rows, 1);
        var width = Math.Min(2 * reach + 1, columns);
        var moves = new byte[(rows * width + 3) / 4]; // two bits each
        float[] oneSquares = Squares(one), otherSquares = Squares(other);
        var before = new float[width];
        var now = new float[width];
        var firstBefore = 0;
        for (var i = 0; i < rows; i++)
        {
            if (i % 64 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            var first = FirstColumn(i, rows, columns, width);
            for (var k = 0; k < width; k++)
            {
                var j = first + k;
                var dot = TensorPrimitives.Dot<float>(one[i], other[j]);
                var distance = MathF.Sqrt(MathF.Max(oneSquares[i] + otherSquares[j] - 2 * dot, 0));
                var above = i == 0 ? float.PositiveInfinity : At(before, j - firstBefore);
                var diagonal = i == 0 ? (j == 0 ? 0 : float.PositiveInfinity) : j == 0 ? float.PositiveInfinity : At(before, j - 1 - firstBefore);
                var left = k == 0 ? float.PositiveInfinity : now[k - 1];
                var best = diagonal;
                byte move = 0;
                if (above + stepPenalty < best)
                {
                    best = (float)(above + stepPenalty);
                    move = 1;
                }

                if (left + stepPenalty < best)
                {
                    best = (float)(left + stepPenalty);
                    move = 2;
                }

                now[k] = best + distance;
                var cell = i * width + k;
                moves[cell >> 2] |= (byte)(move << ((cell & 3) << 1));
            }

            (before, now) = (now, before);
            firstBefore = first;
        }

        return Trace(moves, rows, columns, width, before[columns - 1 - firstBefore]);
    }

    private static (List<FramePair> Path, double MeanCost) Trace(byte[] moves, int rows, int columns, int width, double total)
    {
        var path = new List<FramePair>(rows + columns);
        int i = rows - 1, j = columns - 1;
        while (i >= 0 && j >= 0)
        {
            path.Add(new FramePair(i, j));
            var cell = i * width + j - FirstColumn(i, rows, columns, width);
            var move = (moves[cell >> 2] >> ((cell & 3) << 1)) & 3;
            i -= move == 2 ? 0 : 1;
            j -= move == 1 ? 0 : 1;
        }

        path.Reverse();
        return (path, total / path.Count);
    }

    private static int FirstColumn(int row, int rows, int columns, int width) =>
        Math.Clamp((int)((long)row * columns / rows) - width / 2, 0, columns - width);

    private static float At(float[] costs, int index) =>
        index >= 0 && index < costs.Length ? costs[index] : float.PositiveInfinity;

    private static float[] Squares(FrameMatrix rows)
    {
        var squares = new float[rows.Rows];
        for (var i = 0; i < squares.Length; i++)
        {
            squares[i] = TensorPrimitives.SumOfSquares<float>(rows[i]);
        }

        return squares;
    }
}
