using System.Numerics.Tensors;

namespace VoiceWeb.Engine.Builtin;

/// <summary>Mixture of Gaussians with diagonal covariance. Immutable once learned.</summary>
internal sealed class GaussianMixture
{
    private readonly float[] _means;      // (components, columns)
    private readonly float[] _precisions; // (components, columns), 1 / variance
    private readonly float[] _constants;  // (components), ln weight - ln of the normaliser

    /// <param name="columns">Length of a row.</param>
    /// <param name="means">Shape (components, columns).</param>
    /// <param name="precisions">1 / variance. Shape (components, columns).</param>
    /// <param name="constants">ln of weight over normaliser, one a component.</param>
    public GaussianMixture(int columns, float[] means, float[] precisions, float[] constants)
    {
        Columns = columns;
        _means = means;
        _precisions = precisions;
        _constants = constants;
    }

    public int Components => _constants.Length;

    public int Columns { get; }

    public ReadOnlySpan<float> Means => _means;

    public ReadOnlySpan<float> Precisions => _precisions;

    public ReadOnlySpan<float> Constants => _constants;

    /// <summary>Learns a mixture by expectation maximisation. Same rows, same mixture.</summary>
    /// <param name="rows">What to learn. At least one row.</param>
    /// <param name="components">How many, at most one for every eight rows.</param>
    /// <param name="steps">Rounds of expectation maximisation.</param>
    /// <param name="varianceFloor">Least variance, in units of the column.</param>
    public static GaussianMixture Learn(
        FrameMatrix rows, int components, int steps, double varianceFloor, CancellationToken cancellationToken)
    {
        var width = rows.Columns;
        components = Math.Clamp(components, 1, Math.Max(1, rows.Rows / 8));
        var overall = Moments.Of(rows);
        var means = new double[components * width];
        var variances = new double[components * width];
        var weights = new double[components];
        var order = Spread(rows, overall);
        for (var m = 0; m < components; m++)
        {
            var picked = rows[order[(int)((m + 0.5) * rows.Rows / components)]];
            weights[m] = 1.0 / components;
            for (var d = 0; d < width; d++)
            {
                means[m * width + d] = picked[d];
                variances[m * width + d] = Math.Max(0.6 * overall.Covariance[d * width + d], varianceFloor);
            }
        }

        var posterior = new float[components];
        for (var step = 0; step < steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var mixture = Build(width, means, variances, weights);
            var sums = new double[components * width];
            var squares = new double[components * width];
            var counts = new double[components];
            for (var i = 0; i < rows.Rows; i++)
            {
                mixture.Posteriors(rows[i], posterior);
                var row = rows[i];
                for (var m = 0; m < components; m++)
                {
                    if (posterior[m] < 1e-6f)
                    {
                        continue;
                    }

                    counts[m] += posterior[m];
                    for (var d = 0; d < width; d++)
                    {
                        var weighted = posterior[m] * (double)row[d];
                        sums[m * width + d] += weighted;
                        squares[m * width + d] += weighted * row[d];
                    }
                }
            }

            for (var m = 0; m < components; m++)
            {
                var count = counts[m] + 1e-6;
                weights[m] = count / rows.Rows;
                for (var d = 0; d < width && counts[m] > 1e-3; d++)
                {
                    var mean = sums[m * width + d] / count;
                    means[m * width + d] = mean;
                    variances[m * width + d] = Math.Max(squares[m * width + d] / count - mean * mean, varianceFloor);
                }
            }
        }

        return Build(width, means, variances, weights);
    }

    /// <summary>Share of every component in a row.</summary>
    /// <param name="row">Length <see cref="Columns"/>.</param>
    /// <param name="shares">Receives shares that sum to 1. Length <see cref="Components"/>.</param>
    /// <returns>ln likelihood of the row.</returns>
    public double Posteriors(ReadOnlySpan<float> row, Span<float> shares)
    {
        Span<float> difference = stackalloc float[Columns];
        for (var m = 0; m < Components; m++)
        {
            TensorPrimitives.Subtract(row, _means.AsSpan(m * Columns, Columns), difference);
            TensorPrimitives.Multiply(difference, difference, difference);
            shares[m] = _constants[m] - 0.5f * TensorPrimitives.Dot(difference, _precisions.AsSpan(m * Columns, Columns));
        }

        var best = TensorPrimitives.Max(shares);
        float sum = 0;
        for (var m = 0; m < Components; m++)
        {
            shares[m] = MathF.Exp(shares[m] - best);
            sum += shares[m];
        }

        for (var m = 0; m < Components; m++)
        {
            shares[m] /= sum;
        }

        return best + Math.Log(sum);
    }

    /// <summary>Mean ln likelihood of rows.</summary>
    public double MeanLogLikelihood(FrameMatrix rows)
    {
        var shares = new float[Components];
        double sum = 0;
        for (var i = 0; i < rows.Rows; i++)
        {
            sum += Posteriors(rows[i], shares);
        }

        return rows.Rows == 0 ? 0 : sum / rows.Rows;
    }

    /// <summary>Row numbers ordered along the direction of greatest spread, so that equal steps pick unlike rows.</summary>
    private static int[] Spread(FrameMatrix rows, Moments overall)
    {
        var direction = new double[rows.Columns];
        Array.Fill(direction, 1);
        for (var round = 0; round < 20; round++)
        {
            var next = new double[rows.Columns];
            for (var i = 0; i < next.Length; i++)
            {
                for (var j = 0; j < next.Length; j++)
                {
                    next[i] += overall.Covariance[i * next.Length + j] * direction[j];
                }
            }

            var length = Math.Sqrt(next.Sum(x => x * x)) + 1e-12;
            direction = [.. next.Select(x => x / length)];
        }

        var keys = new double[rows.Rows];
        for (var i = 0; i < keys.Length; i++)
        {
            for (var d = 0; d < direction.Length; d++)
            {
                keys[i] += direction[d] * rows[i][d];
            }
        }

        int[] order = [.. Enumerable.Range(0, rows.Rows)];
        Array.Sort(keys, order);
        return order;
    }

    private static GaussianMixture Build(int width, double[] means, double[] variances, double[] weights)
    {
        var constants = new float[weights.Length];
        for (var m = 0; m < weights.Length; m++)
        {
            double logs = 0;
            for (var d = 0; d < width; d++)
            {
                logs += Math.Log(2 * Math.PI * variances[m * width + d]);
            }

            constants[m] = (float)(Math.Log(weights[m]) - 0.5 * logs);
        }

        return new GaussianMixture(
            width, [.. means.Select(x => (float)x)], [.. variances.Select(x => (float)(1 / x))], constants);
    }
}
