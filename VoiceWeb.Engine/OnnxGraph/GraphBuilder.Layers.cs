namespace VoiceWeb.Engine.OnnxGraph;

/// <content>Layers.</content>
internal sealed partial class GraphBuilder
{
    /// <summary>Normalises the last dimension to mean 0 and variance 1, then scales and shifts.</summary>
    public GraphValue LayerNorm(GraphValue x, GraphValue scale, GraphValue shift, float epsilon)
    {
        if (!x.Shape[^1].MayEqual(scale.Shape[0]) || !x.Shape[^1].MayEqual(shift.Shape[0]))
        {
            throw new ShapeMismatchException($"LayerNormalization in '{Name}': {x.Name} {x.Text} with {scale.Name} {scale.Text} and {shift.Name} {shift.Text}.");
        }

        return Node("LayerNormalization", [x, scale, shift], x.Type, x.Shape, ("axis", -1L), ("epsilon", epsilon));
    }

    /// <summary>Convolution of (batch, channels, size...) with weights (out, channels / groups, kernel...).</summary>
    /// <param name="x">Input.</param>
    /// <param name="weight">Weights.</param>
    /// <param name="bias">(out), or null.</param>
    /// <param name="stride">Per spatial dimension.</param>
    /// <param name="dilation">Per spatial dimension.</param>
    /// <param name="pads">All starts, then all ends.</param>
    /// <param name="groups">Channel groups.</param>
    public GraphValue Conv(GraphValue x, GraphValue weight, GraphValue? bias, long[] stride, long[] dilation, long[] pads, long groups = 1)
    {
        var spatial = x.Rank - 2;
        if (weight.Rank != x.Rank || stride.Length != spatial || dilation.Length != spatial || pads.Length != 2 * spatial
            || !x.Shape[1].MayEqual(weight.Fixed(1) * groups) || (bias is not null && bias.Fixed(0) != weight.Fixed(0)))
        {
            throw new ShapeMismatchException($"Conv in '{Name}': {x.Name} {x.Text} with {weight.Name} {weight.Text} in {groups} groups.");
        }

        var shape = new Dim[x.Rank];
        shape[0] = x.Shape[0];
        shape[1] = weight.Fixed(0);
        var kernel = new long[spatial];
        for (var i = 0; i < spatial; i++)
        {
            kernel[i] = weight.Fixed(2 + i);
            var reach = dilation[i] * (kernel[i] - 1) - pads[i] - pads[i + spatial];
            shape[2 + i] = x.Shape[2 + i].Value is { } size ? (size - reach - 1) / stride[i] + 1
                : reach == 0 && stride[i] == 1 ? x.Shape[2 + i] : Unknown();
        }

        return Node("Conv", [x, weight, bias], x.Type, shape,
            ("kernel_shape", kernel), ("strides", stride), ("dilations", dilation), ("pads", pads), ("group", groups));
    }

    /// <summary>Convolution along one dimension, (batch, channels, time), keeping its length when the pad is half the reach.</summary>
    public GraphValue Conv1d(GraphValue x, GraphValue weight, GraphValue? bias, int pad, int stride = 1, int dilation = 1, int groups = 1) =>
        Conv(x, weight, bias, [stride], [dilation], [pad, pad], groups);

    /// <summary>
    /// Multi-head attention over (batch, rows, heads times size) with a score bias (1, 1, rows, columns) or none. ONNX Runtime's own fused operator;
    /// scores are scaled by the root of the head size unless a scale is given.
    /// </summary>
    public GraphValue MultiHeadAttention(GraphValue query, GraphValue key, GraphValue value, int heads, GraphValue? bias, float? scale = null)
    {
        if (!query.Shape[2].MayEqual(key.Shape[2]) || query.Fixed(2) % heads != 0)
        {
            throw new ShapeMismatchException($"MultiHeadAttention in '{Name}': {query.Name} {query.Text} with {key.Name} {key.Text} in {heads} heads.");
        }

        OnnxAttribute[] attributes = scale is { } given ? [("num_heads", (long)heads), ("scale", given)] : [("num_heads", (long)heads)];
        return Node("MultiHeadAttention", [query, key, value, null, null, bias], [(query.Type, [query.Shape[0], query.Shape[1], value.Shape[2]])], attributes, MicrosoftDomain)[0];
    }

    /// <summary>
    /// One new row per batch row attends to everything before it, in caches (batch, heads, capacity, size) that are written in place
    /// when input and output share memory. ONNX Runtime's GroupQueryAttention, with as many key heads as query heads.
    /// </summary>
    /// <param name="joint">(batch, 1, 3 times heads times size): query, key and value side by side.</param>
    /// <param name="keys">(batch, heads, capacity, size); values alike.</param>
    /// <param name="pastLengths">(batch) int32: rows already in the caches.</param>
    /// <param name="total">int32 scalar: the longest length after this step.</param>
    /// <param name="scale">Factor on the scores.</param>
    public (GraphValue Result, GraphValue Keys, GraphValue Values) CachedAttention(
        GraphValue joint, GraphValue keys, GraphValue values, GraphValue pastLengths, GraphValue total, int heads, float scale)
    {
        if (keys.Fixed(1) != heads || 3 * keys.Fixed(1) * keys.Fixed(3) != joint.Fixed(2))
        {
            throw new ShapeMismatchException($"GroupQueryAttention in '{Name}': {joint.Name} {joint.Text} with cache {keys.Text} in {heads} heads.");
        }

        var results = Node("GroupQueryAttention", [joint, null, null, keys, values, pastLengths, total],
            [(joint.Type, [joint.Shape[0], joint.Shape[1], joint.Fixed(2) / 3]), (keys.Type, keys.Shape), (values.Type, values.Shape)],
            [("num_heads", (long)heads), ("kv_num_heads", (long)heads), ("scale", scale)], MicrosoftDomain);
        return (results[0], results[1], results[2]);
    }

    /// <summary>
    /// x times the transpose of weights (outputs, inputs) that are stored as 8-bit numbers with one scale per block of inputs.
    /// ONNX Runtime's MatMulNBits; activations are rounded to 8 bits per block as well (accuracy level 4).
    /// </summary>
    /// <param name="bias">(outputs), or null.</param>
    public GraphValue MatMulBytes(GraphValue x, GraphValue packed, GraphValue scales, GraphValue? bias, long inputs, long outputs, int block)
    {
        if (!x.Shape[^1].MayEqual(inputs) || inputs % block != 0)
        {
            throw new ShapeMismatchException($"MatMulNBits in '{Name}': {x.Name} {x.Text} with ({outputs}, {inputs}) in blocks of {block}.");
        }

        GraphValue?[] parts = bias is null ? [x, packed, scales] : [x, packed, scales, null, null, bias];
        return Node("MatMulNBits", parts, [(x.Type, [.. x.Shape[..^1], outputs])],
            [("K", inputs), ("N", outputs), ("bits", 8L), ("block_size", (long)block), ("accuracy_level", 4L)], MicrosoftDomain)[0];
    }
}
