namespace VoiceWeb.Engine.Builtin;

/// <summary>Linear algebra on small symmetric matrices, stored row-major as (size, size).</summary>
internal static class SymmetricMatrix
{
    private const int MaxSweeps = 60;

    /// <summary>Applies a function to the eigenvalues: Q f(D) Q' (cyclic Jacobi rotations).</summary>
    public static double[] Map(double[] matrix, int size, Func<double, double> function)
    {
        var (values, vectors) = Eigen(matrix, size);
        var result = new double[size * size];
        for (var k = 0; k < size; k++)
        {
            var weight = function(values[k]);
            for (var i = 0; i < size; i++)
            {
                var scaled = weight * vectors[i * size + k];
                for (var j = 0; j < size; j++)
                {
                    result[i * size + j] += scaled * vectors[j * size + k];
                }
            }
        }

        return result;
    }

    /// <summary>Product of two square matrices.</summary>
    public static double[] Multiply(double[] left, double[] right, int size)
    {
        var product = new double[size * size];
        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < size; k++)
            {
                var weight = left[i * size + k];
                for (var j = 0; j < size; j++)
                {
                    product[i * size + j] += weight * right[k * size + j];
                }
            }
        }

        return product;
    }

    /// <summary>Solves A X = B for a positive definite A (Cholesky).</summary>
    /// <param name="matrix">A. Shape (size, size).</param>
    /// <param name="right">B. Shape (size, columns).</param>
    /// <returns>X. Shape (size, columns).</returns>
    public static double[] Solve(double[] matrix, double[] right, int size, int columns)
    {
        var lower = new double[size * size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i * size + j];
                for (var k = 0; k < j; k++)
                {
                    sum -= lower[i * size + k] * lower[j * size + k];
                }

                lower[i * size + j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-12)) : sum / lower[j * size + j];
            }
        }

        var x = (double[])right.Clone();
        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < i; k++)
            {
                Subtract(x, i, lower[i * size + k], k, columns);
            }

            Divide(x, i, lower[i * size + i], columns);
        }

        for (var i = size - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < size; k++)
            {
                Subtract(x, i, lower[k * size + i], k, columns);
            }

            Divide(x, i, lower[i * size + i], columns);
        }

        return x;
    }

    private static void Subtract(double[] rows, int target, double weight, int source, int columns)
    {
        for (var c = 0; c < columns; c++)
        {
            rows[target * columns + c] -= weight * rows[source * columns + c];
        }
    }

    private static void Divide(double[] rows, int target, double by, int columns)
    {
        for (var c = 0; c < columns; c++)
        {
            rows[target * columns + c] /= by;
        }
    }

    private static (double[] Values, double[] Vectors) Eigen(double[] matrix, int size)
    {
        var a = (double[])matrix.Clone();
        var vectors = new double[size * size];
        double total = 0;
        for (var i = 0; i < size; i++)
        {
            vectors[i * size + i] = 1;
            total += a[i * size + i] * a[i * size + i];
        }

        for (var sweep = 0; sweep < MaxSweeps; sweep++)
        {
            double off = 0;
            for (var p = 0; p < size; p++)
            {
                for (var q = p + 1; q < size; q++)
                {
                    off += a[p * size + q] * a[p * size + q];
                    Rotate(a, vectors, size, p, q);
                }
            }

            if (off <= 1e-22 * total)
            {
                break;
            }
        }

        return ([.. Enumerable.Range(0, size).Select(i => a[i * size + i])], vectors);
    }

    private static void Rotate(double[] a, double[] vectors, int size, int p, int q)
    {
        var apq = a[p * size + q];
        if (apq == 0)
        {
            return;
        }

        var theta = (a[q * size + q] - a[p * size + p]) / (2 * apq);
        var t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
        var c = 1 / Math.Sqrt(t * t + 1);
        var s = t * c;
        for (var k = 0; k < size; k++)
        {
            double akp = a[k * size + p], akq = a[k * size + q];
            a[k * size + p] = c * akp - s * akq;
            a[k * size + q] = s * akp + c * akq;
        }

        for (var k = 0; k < size; k++)
        {
            double apk = a[p * size + k], aqk = a[q * size + k];
            a[p * size + k] = c * apk - s * aqk;
            a[q * size + k] = s * apk + c * aqk;
            double vkp = vectors[k * size + p], vkq = vectors[k * size + q];
            vectors[k * size + p] = c * vkp - s * vkq;
            vectors[k * size + q] = s * vkp + c * vkq;
        }
    }
}
