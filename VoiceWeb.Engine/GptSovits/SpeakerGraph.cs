using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.OnnxGraph;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// ERes2NetV2 (Chen et al., 2024) up to its averaged feature map: who speaks, in 20,480 numbers. Batch normalisation is folded into the
/// convolutions in double.
/// </summary>
internal sealed class SpeakerGraph(StateDict weights)
{
    private const int Scale = 4;
    private const double Epsilon = 1e-5;

    /// <summary>Input: fbank (1, frames, 80). Output: embedding (1, 20480).</summary>
    /// <param name="probes">Whether inner stages are outputs too, for parity tests.</param>
    public GraphBuilder Build(bool probes = false)
    {
        var graph = new GraphBuilder("speaker");
        var bands = graph.Input("fbank", OnnxType.Float, 1, "F", 80);
        var x = graph.Unsqueeze(graph.Transpose(bands, 0, 2, 1), 1);
        x = graph.Relu(Convolve(graph, x, "conv1", "bn1", 1, 1));
        GraphValue? third = null;
        for (var layer = 1; layer <= 4; layer++)
        {
            var blocks = weights.CountLayers($"layer{layer}.");
            for (var block = 0; block < blocks; block++)
            {
                x = Block(graph, x, $"layer{layer}.{block}", block == 0 && layer > 1 ? 2 : 1);
            }

            third = layer == 3 ? x : third;
            if (probes)
            {
                graph.Output($"layer{layer}", x);
            }
        }

        var shrunk = Convolve(graph, third!, "layer3_ds", null, 2, 1);
        var fused = Fuse(graph, x, shrunk with { Shape = x.Shape }, "fuse34");
        if (probes)
        {
            graph.Output("fuse34", fused);
        }

        var rows = fused.Fixed(1) * fused.Fixed(2);
        graph.Output("embedding", graph.ReduceMean(graph.Reshape(fused, 1, rows, "t"), 2, keep: false));
        return graph;
    }

    private GraphValue Block(GraphBuilder graph, GraphValue x, string name, int stride)
    {
        var width = weights[$"{name}.convs.0.weight"].Shape[0];
        var parts = graph.Split(Clamp(graph, Convolve(graph, x, $"{name}.conv1", $"{name}.bn1", stride, 0)), 1, [.. Enumerable.Repeat(width, Scale)]);
        var results = new GraphValue[Scale];
        for (var i = 0; i < Scale; i++)
        {
            var part = i == 0 ? parts[0]
                : weights.Contains($"{name}.fuse_models.{i - 1}.local_att.0.weight") ? Fuse(graph, results[i - 1], parts[i], $"{name}.fuse_models.{i - 1}")
                : graph.Add(results[i - 1], parts[i]);
            results[i] = Clamp(graph, Convolve(graph, part, $"{name}.convs.{i}", $"{name}.bns.{i}", 1, 1));
        }

        var joined = Convolve(graph, graph.Concat(1, results), $"{name}.conv3", $"{name}.bn3", 1, 0);
        var shortcut = weights.Contains($"{name}.shortcut.0.weight") ? Convolve(graph, x, $"{name}.shortcut.0", $"{name}.shortcut.1", stride, 0) : x;
        return Clamp(graph, graph.Add(joined, shortcut with { Shape = joined.Shape }));
    }

    /// <summary>Weighs two maps against each other: x a + y (2 - a), a in 0..2 from both.</summary>
    private GraphValue Fuse(GraphBuilder graph, GraphValue x, GraphValue y, string name)
    {
        var hidden = graph.Swish(Convolve(graph, graph.Concat(1, x, y), $"{name}.local_att.0", $"{name}.local_att.1", 1, 0));
        var share = graph.Tanh(Convolve(graph, hidden, $"{name}.local_att.3", $"{name}.local_att.4", 1, 0));
        return graph.Add(graph.Mul(x, graph.Add(share, graph.Scalar(1))), graph.Mul(y, graph.Sub(graph.Scalar(1), share)));
    }

    private static GraphValue Clamp(GraphBuilder graph, GraphValue x) => graph.Clip(x, graph.Scalar(0), graph.Scalar(20));

    private GraphValue Convolve(GraphBuilder graph, GraphValue x, string conv, string? norm, int stride, int pad)
    {
        var shape = weights[$"{conv}.weight"].Shape;
        if (shape.Count != 4)
        {
            throw new CorruptCheckpointException($"Tensor '{conv}.weight' has {shape.Count} dimensions, expected 4.");
        }

        var folded = new Lazy<(float[] Weight, float[] Bias)>(() => FoldNorm(conv, norm));
        var weight = graph.Weight($"{conv}.weight", [.. shape], () => folded.Value.Weight);
        var bias = norm is null && !weights.Contains($"{conv}.bias") ? null : graph.Weight($"{conv}.folded_bias", [shape[0]], () => folded.Value.Bias);
        return graph.Conv(x, weight, bias, [stride, stride], [1, 1], [pad, pad, pad, pad]);
    }

    private (float[] Weight, float[] Bias) FoldNorm(string conv, string? norm)
    {
        var weight = weights[$"{conv}.weight"].ToFloats();
        var outputs = (int)weights[$"{conv}.weight"].Shape[0];
        var bias = weights.Find($"{conv}.bias")?.ToFloats() ?? new float[outputs];
        if (norm is null)
        {
            return (weight, bias);
        }

        var scale = weights.Floats($"{norm}.weight", outputs);
        var shift = weights.Floats($"{norm}.bias", outputs);
        var mean = weights.Floats($"{norm}.running_mean", outputs);
        var variance = weights.Floats($"{norm}.running_var", outputs);
        var inner = weight.Length / outputs;
        for (var channel = 0; channel < outputs; channel++)
        {
            var gain = scale[channel] / Math.Sqrt(variance[channel] + Epsilon);
            foreach (ref var value in weight.AsSpan(channel * inner, inner))
            {
                value = (float)(value * gain);
            }

            bias[channel] = (float)((bias[channel] - (double)mean[channel]) * gain + shift[channel]);
        }

        return (weight, bias);
    }
}
