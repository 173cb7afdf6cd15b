using System.Numerics.Tensors;

namespace VoiceWeb.Engine.Builtin;

/// <summary>A linear map with an offset: y = M x + b. Immutable.</summary>
/// <param name="Inputs">Length of x.</param>
/// <param name="Matrix">M. Shape (outputs, inputs), row-major.</param>
/// <param name="Offset">b. One an output.</param>
internal sealed record AffineMap(int Inputs, float[] Matrix, float[] Offset)
{
    /// <summary>Length of y.</summary>
    public int Outputs => Offset.Length;

    /// <summary>Adds weight times the mapped input to the output.</summary>
    public void Accumulate(ReadOnlySpan<float> input, float weight, Span<float> output)
    {
        for (var o = 0; o < Outputs; o++)
        {
            output[o] += weight * (Offset[o] + TensorPrimitives.Dot(Matrix.AsSpan(o * Inputs, Inputs), input));
        }
    }

    /// <summary>
    /// The gentlest linear map that gives the base's Gaussian the speaker's mean and covariance (optimal transport between Gaussians:
    /// T = A^-1/2 (A^1/2 B A^1/2)^1/2 A^-1/2). It keeps the base's own movements.
    /// </summary>
    public static AffineMap Colouring(Moments from, Moments to)
    {
        const double Ridge = 0.002;
        var size = from.Mean.Length;
        double[] a = [.. from.Covariance], b = [.. to.Covariance];
        for (var d = 0; d < size; d++)
        {
            a[d * size + d] += Ridge;
            b[d * size + d] += Ridge;
        }

        var root = SymmetricMatrix.Map(a, size, value => Math.Sqrt(Math.Max(value, 1e-9)));
        var inverseRoot = SymmetricMatrix.Map(a, size, value => 1 / Math.Sqrt(Math.Max(value, 1e-9)));
        var middle = SymmetricMatrix.Multiply(SymmetricMatrix.Multiply(root, b, size), root, size);
        var middleRoot = SymmetricMatrix.Map(middle, size, value => Math.Sqrt(Math.Max(value, 0)));
        var transport = SymmetricMatrix.Multiply(SymmetricMatrix.Multiply(inverseRoot, middleRoot, size), inverseRoot, size);

        var offset = new float[size];
        for (var o = 0; o < size; o++)
        {
            double moved = 0;
            for (var i = 0; i < size; i++)
            {
                moved += transport[o * size + i] * from.Mean[i];
            }

            offset[o] = (float)(to.Mean[o] - moved);
        }

        return new AffineMap(size, [.. transport.Select(value => (float)value)], offset);
    }
}
