namespace VoiceWeb.Engine.Checkpoints;

/// <summary>
/// Folds PyTorch's weight normalisation: weight = v g / |v|, the norm over all dimensions but one. Sums and quotients in double,
/// since sums of squares of fp16 numbers round or overflow in fp32.
/// </summary>
internal static class WeightNorm
{
    /// <summary>
    /// The effective weight of a layer, whether it is stored folded (<c>weight</c>), as the pair <c>weight_g</c>, <c>weight_v</c>, or as
    /// <c>parametrizations.weight.original0</c> and <c>original1</c>.
    /// </summary>
    /// <param name="weights">All tensors.</param>
    /// <param name="layer">Name of the layer, without a dot at the end.</param>
    /// <param name="shape">Shape of the weight.</param>
    /// <exception cref="CorruptCheckpointException">The weight is missing, or has another shape.</exception>
    public static float[] Weight(StateDict weights, string layer, params ReadOnlySpan<long> shape)
    {
        if (weights.Contains($"{layer}.weight"))
        {
            return weights.Floats($"{layer}.weight", shape);
        }

        var parametrized = weights.Contains($"{layer}.parametrizations.weight.original1");
        var gainName = parametrized ? $"{layer}.parametrizations.weight.original0" : $"{layer}.weight_g";
        var direction = weights.Floats(parametrized ? $"{layer}.parametrizations.weight.original1" : $"{layer}.weight_v", shape);
        var gainView = weights[gainName];
        var axis = -1;
        for (var i = 0; i < gainView.Shape.Count && gainView.Shape.Count == shape.Length; i++)
        {
            if (gainView.Count == shape[i] && gainView.Shape[i] == shape[i])
            {
                axis = i;
                break;
            }
        }

        return axis >= 0 ? Fold(direction, gainView.ToFloats(), shape, axis) : throw new CorruptCheckpointException(
            $"Tensor '{gainName}' of shape ({string.Join(", ", gainView.Shape)}) is no gain for a weight of shape ({string.Join(", ", shape.ToArray())}).");
    }

    /// <param name="direction">v, row-major.</param>
    /// <param name="gain">g, one number per index of <paramref name="axis"/>.</param>
    /// <param name="shape">Shape of v.</param>
    /// <param name="axis">The dimension that keeps its own norm per index: 0 for most layers.</param>
    public static float[] Fold(ReadOnlySpan<float> direction, ReadOnlySpan<float> gain, ReadOnlySpan<long> shape, int axis)
    {
        long inner = 1;
        for (var i = axis + 1; i < shape.Length; i++)
        {
            inner *= shape[i];
        }

        var slices = gain.Length;
        var squares = new double[slices];
        for (var i = 0; i < direction.Length; i++)
        {
            squares[i / inner % slices] += (double)direction[i] * direction[i];
        }

        var weight = new float[direction.Length];
        for (var i = 0; i < direction.Length; i++)
        {
            var slice = (int)(i / inner % slices);
            // A slice of zeros has no direction: the layer is dead there, as it is in the original.
            weight[i] = squares[slice] == 0 ? 0 : (float)(direction[i] * (gain[slice] / Math.Sqrt(squares[slice])));
        }

        return weight;
    }
}
