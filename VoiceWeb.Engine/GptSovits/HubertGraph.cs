using System.Text.Json;
using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.OnnxGraph;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// chinese-hubert-base: a 16 kHz wave to features at 50 Hz. Seven strided convolutions, a convolution that tells positions, and a post-norm
/// transformer (Hsu et al., "HuBERT", 2021).
/// </summary>
internal sealed class HubertGraph(StateDict weights, JsonElement settings)
{
    private const int Width = 768;

    /// <summary>Input: wave (1, samples), not normalised. Output: features (1, frames, 768).</summary>
    /// <param name="probes">Whether inner stages are outputs too, for parity tests.</param>
    public GraphBuilder Build(bool probes = false)
    {
        HubertSettings.Check(settings);
        var graph = new GraphBuilder("hubert");
        var network = new NetworkWriter(graph, weights, LinearPrecision.Float32);
        var wave = graph.Input("wave", OnnxType.Float, 1, "N");

        var strides = settings.GetProperty("conv_stride").EnumerateArray().Select(value => value.GetInt32()).ToArray();
        var x = graph.Unsqueeze(wave, 1);
        long channels = 1;
        for (var layer = 0; layer < strides.Length; layer++)
        {
            var name = $"feature_extractor.conv_layers.{layer}";
            var shape = weights[$"{name}.conv.weight"].Shape;
            x = network.Conv1d(x, $"{name}.conv", channels, shape[0], (int)shape[2], 0, strides[layer], bias: weights.Contains($"{name}.conv.bias"));
            channels = shape[0];
            if (layer == 0)
            {
                // Group normalisation with as many groups as channels: each channel over time.
                x = graph.Node("InstanceNormalization",
                    [x, network.Vector($"{name}.layer_norm.weight", channels), network.Vector($"{name}.layer_norm.bias", channels)],
                    x.Type, x.Shape, ("epsilon", 1e-5f));
            }

            x = graph.Gelu(x);
        }

        var features = x with { Shape = [1, channels, "T"] };
        x = network.Norm(graph.Transpose(features, 0, 2, 1), "feature_projection.layer_norm", channels);
        var projected = network.Linear(x, "feature_projection.projection", channels, Width);
        var position = Position(network, projected);
        x = network.Norm(graph.Add(projected, position), "encoder.layer_norm", Width);

        var heads = settings.GetProperty("num_attention_heads").GetInt32();
        var layers = weights.CountLayers("encoder.layers.");
        for (var layer = 0; layer < layers; layer++)
        {
            x = Layer(network, x, $"encoder.layers.{layer}", heads);
            if (probes && layer == 0)
            {
                graph.Output("layer1", x);
            }
        }

        graph.Output("features", x);
        if (probes)
        {
            graph.Output("convolved", features);
            graph.Output("projected", projected);
            graph.Output("position", position);
        }

        return graph;
    }

    private GraphValue Position(NetworkWriter network, GraphValue x)
    {
        const string Name = "encoder.pos_conv_embed.conv";
        var graph = network.Graph;
        var groups = settings.GetProperty("num_conv_pos_embedding_groups").GetInt32();
        var kernel = settings.GetProperty("num_conv_pos_embeddings").GetInt32();
        var weight = graph.Weight($"{Name}.weight", [Width, Width / groups, kernel], () => WeightNorm.Weight(weights, Name, Width, Width / groups, kernel));
        // The original pads by half the kernel on both sides and drops the last frame of an even kernel: one zero less at the end.
        var y = graph.Conv(graph.Transpose(x, 0, 2, 1), weight, network.Vector($"{Name}.bias", Width), [1], [1], [kernel / 2, kernel / 2 - (kernel % 2 == 0 ? 1 : 0)], groups);
        return graph.Transpose(graph.Gelu(y), 0, 2, 1);
    }

    private GraphValue Layer(NetworkWriter network, GraphValue x, string name, int heads)
    {
        var graph = network.Graph;
        var inner = weights[$"{name}.feed_forward.intermediate_dense.weight"].Shape[0];
        var attention = graph.MultiHeadAttention(
            network.Linear(x, $"{name}.attention.q_proj", Width, Width),
            network.Linear(x, $"{name}.attention.k_proj", Width, Width),
            network.Linear(x, $"{name}.attention.v_proj", Width, Width), heads, null);
        x = network.Norm(graph.Add(x, network.Linear(attention, $"{name}.attention.out_proj", Width, Width)), $"{name}.layer_norm", Width);
        var hidden = graph.Gelu(network.Linear(x, $"{name}.feed_forward.intermediate_dense", Width, inner));
        return network.Norm(graph.Add(x, network.Linear(hidden, $"{name}.feed_forward.output_dense", inner, Width)), $"{name}.final_layer_norm", Width);
    }
}
