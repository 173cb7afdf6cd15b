namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>Squeezes magnitudes through mel bands and spreads them out again by least squares. Not thread-safe.</summary>
internal sealed class MelResynthesis
{
    private readonly double[][] _bands; // (bands), weights per bin
    private readonly double[,] _inverse; // of the bands' Gram matrix
    private readonly double[] _energies;
    private readonly double[] _solution;

    /// <param name="bands">Mel bands from 0 Hz to half the rate; bands without a bin are left out.</param>
    /// <param name="size">Transform length.</param>
    /// <param name="rate">Sample rate in Hz.</param>
    public MelResynthesis(int bands, int size, int rate)
    {
        var bins = (size / 2) + 1;
        var edges = Enumerable.Range(0, bands + 2).Select(i => Hertz(Mel(rate / 2.0) * i / (bands + 1))).ToArray();
        _bands = [.. Enumerable.Range(0, bands)
            .Select(b => Enumerable.Range(0, bins).Select(k => Triangle((double)k * rate / size, edges[b], edges[b + 1], edges[b + 2])).ToArray())
            .Where(weights => weights.Sum() > 0)];
        _energies = new double[_bands.Length];
        _solution = new double[_bands.Length];
        _inverse = Invert(_bands);
    }

    /// <summary>Replaces magnitudes by what is left of them.</summary>
    public void Apply(double[] magnitudes)
    {
        for (var b = 0; b < _bands.Length; b++)
        {
            _energies[b] = Dot(_bands[b], magnitudes);
        }

        for (var b = 0; b < _bands.Length; b++)
        {
            _solution[b] = 0;
            for (var c = 0; c < _bands.Length; c++)
            {
                _solution[b] += _inverse[b, c] * _energies[c];
            }
        }

        for (var k = 0; k < magnitudes.Length; k++)
        {
            var sum = 0.0;
            for (var b = 0; b < _bands.Length; b++)
            {
                sum += _bands[b][k] * _solution[b];
            }

            magnitudes[k] = Math.Max(sum, 0);
        }
    }

    private static double Mel(double hz) => 2595 * Math.Log10(1 + (hz / 700));

    private static double Hertz(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);

    private static double Triangle(double hz, double low, double middle, double high) =>
        Math.Max(0, Math.Min((hz - low) / (middle - low), (high - hz) / (high - middle)));

    private static double Dot(double[] x, double[] y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    // Gauss-Jordan; the Gram matrix of overlapping triangles is well conditioned.
    private static double[,] Invert(double[][] bands)
    {
        var n = bands.Length;
        var matrix = new double[n, 2 * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                matrix[i, j] = Dot(bands[i], bands[j]) + (i == j ? 1e-9 : 0);
            }

            matrix[i, n + i] = 1;
        }

        for (var pivot = 0; pivot < n; pivot++)
        {
            var scale = matrix[pivot, pivot];
            for (var j = 0; j < 2 * n; j++)
            {
                matrix[pivot, j] /= scale;
            }

            for (var i = 0; i < n; i++)
            {
                var factor = matrix[i, pivot];
                if (i != pivot && factor != 0)
                {
                    for (var j = 0; j < 2 * n; j++)
                    {
                        matrix[i, j] -= factor * matrix[pivot, j];
                    }
                }
            }
        }

        var inverse = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                inverse[i, j] = matrix[i, n + j];
            }
        }

        return inverse;
    }
}
