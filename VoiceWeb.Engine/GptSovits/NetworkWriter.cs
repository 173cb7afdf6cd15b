using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.OnnxGraph;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// Writes layers whose weights stand in a checkpoint: names and shapes go in, nodes come out. Weights are read from the checkpoint only
/// when the model is written, so the checkpoint must stay open until then.
/// </summary>
internal sealed class NetworkWriter(GraphBuilder graph, StateDict weights, LinearPrecision precision)
{
    public GraphBuilder Graph { get; } = graph;

    public StateDict Weights { get; } = weights;

    /// <summary>x W^T + b over the last dimension.</summary>
    /// <param name="x">(..., inputs).</param>
    /// <param name="name">Name of the layer; the weight is (outputs, inputs), or the same with kernel dimensions of one.</param>
    /// <param name="inputs">Size of the last dimension.</param>
    /// <param name="outputs">Size it becomes.</param>
    /// <param name="bias">Whether there is a bias.</param>
    public GraphValue Linear(GraphValue x, string name, long inputs, long outputs, bool bias = true) => Linear(
        x, $"{name}.weight", () => Matrix($"{name}.weight", outputs, inputs), inputs, outputs, bias ? Vector($"{name}.bias", outputs) : null);

    /// <summary>x W^T + b with a weight that is made rather than stored.</summary>
    public GraphValue Linear(GraphValue x, string name, Func<float[]> weight, long inputs, long outputs, GraphValue? bias)
    {
        var block = BlockQuantizer.BlockFor(inputs);
        if (precision == LinearPrecision.Int8 && block > 0)
        {
            var quantized = new Lazy<BlockQuantizer>(() => BlockQuantizer.Quantize(weight(), outputs, inputs, block));
            return Graph.MatMulBytes(
                x,
                Graph.ByteWeight($"{name}.q8", [outputs, inputs / block, block], () => quantized.Value.Bytes),
                Graph.Weight($"{name}.scales", [outputs * (inputs / block)], () => quantized.Value.Scales),
                bias, inputs, outputs, block);
        }

        var turned = Graph.Weight($"{name}.t", [inputs, outputs], () => Transpose(weight(), outputs, inputs));
        var product = precision == LinearPrecision.Float16
            ? Graph.Cast(Graph.MatMul(Graph.Cast(x, OnnxType.Float16), Graph.Halve(turned)), OnnxType.Float)
            : Graph.MatMul(x, turned);
        return bias is null ? product : Graph.Add(product, bias);
    }

    /// <summary>A stored vector, whatever kernel dimensions of one it carries.</summary>
    public GraphValue Vector(string name, long size) => Graph.Weight(name, [size], () => Matrix(name, size, 1));

    /// <summary>A stored table of rows.</summary>
    public GraphValue Table(string name, long rows, long size) => Graph.Weight(name, [rows, size], () => Weights.Floats(name, rows, size));

    /// <summary>Layer normalisation over the last dimension.</summary>
    public GraphValue Norm(GraphValue x, string name, long size, float epsilon = 1e-5f, string scale = "weight", string shift = "bias") =>
        Graph.LayerNorm(x, Vector($"{name}.{scale}", size), Vector($"{name}.{shift}", size), epsilon);

    /// <summary>Convolution along time of (batch, channels, time), weight norm folded.</summary>
    public GraphValue Conv1d(
        GraphValue x, string name, long inputs, long outputs, int kernel, int pad, int stride = 1, bool bias = true, int groups = 1) => Conv(
        x, Graph.Weight($"{name}.weight", [outputs, inputs / groups, kernel], () => WeightNorm.Weight(Weights, name, outputs, inputs / groups, kernel)),
        bias ? Vector($"{name}.bias", outputs) : null, [stride], [1], [pad, pad], groups);

    /// <summary>Convolution with weights that are made rather than stored, in this network's precision.</summary>
    /// <param name="weight">A constant that nothing else uses.</param>
    /// <param name="bias">Likewise, or null.</param>
    /// <param name="pads">All starts, then all ends.</param>
    public GraphValue Conv(GraphValue x, GraphValue weight, GraphValue? bias, long[] stride, long[] dilation, long[] pads, long groups = 1) =>
        precision == LinearPrecision.Float16
            ? Graph.Cast(
                Graph.Conv(Graph.Cast(x, OnnxType.Float16), Graph.Halve(weight), bias is null ? null : Graph.Halve(bias), stride, dilation, pads, groups), OnnxType.Float)
            : Graph.Conv(x, weight, bias, stride, dilation, pads, groups);

    /// <summary>
    /// The same over (batch, channels, 1, time): on the processor only four dimensions reach ONNX Runtime's blocked kernels.
    /// </summary>
    /// <param name="gain">Factor on the weights, not on the bias.</param>
    public GraphValue WideConv(
        GraphValue x, string name, long inputs, long outputs, int kernel, int dilation = 1, bool bias = true, float gain = 1)
    {
        var reach = dilation * (kernel - 1) / 2;
        var weight = Graph.Weight($"{name}.weight.4d", [outputs, inputs, 1, kernel], () => Scale(WeightNorm.Weight(Weights, name, outputs, inputs, kernel), gain));
        return Conv(x, weight, bias ? Vector($"{name}.bias", outputs) : null, [1, 1], [1, dilation], [0, reach, 0, reach]);
    }

    /// <summary>A stored weight read as a matrix; dimensions of one are dropped.</summary>
    /// <exception cref="CorruptCheckpointException">It has another size.</exception>
    public float[] Matrix(string name, long rows, long columns)
    {
        var tensor = Weights[name];
        var sizes = tensor.Shape.Where(size => size != 1).ToArray();
        long[] expected = [.. new[] { rows, columns }.Where(size => size != 1)];
        return sizes.AsSpan().SequenceEqual(expected) ? tensor.ToFloats() : throw new CorruptCheckpointException(
            $"Tensor '{name}' has shape ({string.Join(", ", tensor.Shape)}), expected ({rows}, {columns}).");
    }

    public static float[] Scale(float[] values, float gain)
    {
        if (gain != 1)
        {
            System.Numerics.Tensors.TensorPrimitives.Multiply(values, gain, values);
        }

        return values;
    }

    /// <summary>(rows, columns) to (columns, rows).</summary>
    public static float[] Transpose(float[] values, long rows, long columns)
    {
        var turned = new float[values.Length];
        for (long row = 0; row < rows; row++)
        {
            for (long column = 0; column < columns; column++)
            {
                turned[column * rows + row] = values[row * columns + column];
            }
        }

        return turned;
    }
}
