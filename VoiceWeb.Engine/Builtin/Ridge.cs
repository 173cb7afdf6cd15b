namespace VoiceWeb.Engine.Builtin;

/// <summary>Weighted least squares from [x, 1] to y that leans towards a given map where there is little to learn from.</summary>
internal static class Ridge
{
    /// <param name="inputs">x. Shape (rows, inputs).</param>
    /// <param name="outputs">y. Shape (rows, outputs).</param>
    /// <param name="weights">One a row, or null for all alike.</param>
    /// <param name="penalties">How strongly each input, and last the constant, leans. Length inputs + 1.</param>
    /// <param name="towards">What it leans towards, or null for zero.</param>
    public static AffineMap Solve(FrameMatrix inputs, FrameMatrix outputs, float[]? weights, double[] penalties, AffineMap? towards)
    {
        int size = inputs.Columns + 1, width = outputs.Columns;
        var gram = new double[size * size];
        var right = new double[size * width];
        var x = new double[size];
        for (var i = 0; i < inputs.Rows; i++)
        {
            double weight = weights?[i] ?? 1;
            if (weight < 1e-4)
            {
                continue;
            }

            for (var d = 0; d < inputs.Columns; d++)
            {
                x[d] = inputs[i][d];
            }

            x[^1] = 1;
            var y = outputs[i];
            for (var d = 0; d < size; d++)
            {
                var scaled = weight * x[d];
                for (var e = 0; e <= d; e++)
                {
                    gram[d * size + e] += scaled * x[e];
                }

                for (var o = 0; o < width; o++)
                {
                    right[d * width + o] += scaled * y[o];
                }
            }
        }

        for (var d = 0; d < size; d++)
        {
            gram[d * size + d] += penalties[d];
            for (var o = 0; o < width && towards is not null; o++)
            {
                right[d * width + o] += penalties[d] * (d < inputs.Columns ? towards.Matrix[o * inputs.Columns + d] : towards.Offset[o]);
            }
        }

        var solved = SymmetricMatrix.Solve(gram, right, size, width);
        var matrix = new float[width * inputs.Columns];
        var offset = new float[width];
        for (var o = 0; o < width; o++)
        {
            for (var d = 0; d < inputs.Columns; d++)
            {
                matrix[o * inputs.Columns + d] = (float)solved[d * width + o];
            }

            offset[o] = (float)solved[inputs.Columns * width + o];
        }

        return new AffineMap(inputs.Columns, matrix, offset);
    }

    /// <summary>The same penalty for every input, a slight one for the constant.</summary>
    public static double[] Even(int inputs, double penalty) => [.. Enumerable.Repeat(penalty, inputs), 1e-3];
}
