using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.OnnxGraph;

namespace VoiceWeb.Engine.GptSovits.Bench;

/// <summary>The same networks as exporters write them: what the benches compare with. Never used for speech.</summary>
internal static class BaselineGraphs
{
    /// <summary>
    /// A step whose caches grow by concatenation: inputs code (1, 1), position (1, 1) and per layer keys and values (1, heads, T, width of
    /// a head); outputs logits and the caches with one row more, as new tensors.
    /// </summary>
    public static GraphBuilder ConcatenatingStep(GptConfig config, StateDict weights)
    {
        var graph = new GraphBuilder("t2s-step-concat");
        var network = new NetworkWriter(graph, weights, LinearPrecision.Float32);
        var code = graph.Input("code", OnnxType.Int64, 1, 1);
        var position = graph.Input("position", OnnxType.Int64, 1, 1);
        var width = config.Width;
        var x = graph.Add(
            graph.Gather(network.Table("model.ar_audio_embedding.word_embeddings.weight", config.Codes, width), code),
            graph.Gather(graph.Weight("positions", [GptConfig.Positions, width], () => new float[GptConfig.Positions * width]), position));
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var name = $"model.h.layers.{layer}";
            var (keysName, valuesName) = GptGraph.CacheNames(layer);
            var joint = network.Linear(
                x, $"{name}.self_attn.in_proj_weight", () => network.Matrix($"{name}.self_attn.in_proj_weight", 3 * width, width), width, 3 * width,
                network.Vector($"{name}.self_attn.in_proj_bias", 3 * width));
            var parts = graph.Split(joint, -1, width, width, width);
            GraphValue Heads(GraphValue value) => graph.Transpose(graph.Reshape(value, 1, 1, config.Heads, config.HeadWidth), 0, 2, 1, 3);
            var keys = graph.Concat(2, graph.Input(keysName, OnnxType.Float, 1, config.Heads, "T", config.HeadWidth), Heads(parts[1]));
            var values = graph.Concat(2, graph.Input(valuesName, OnnxType.Float, 1, config.Heads, "T", config.HeadWidth), Heads(parts[2]));
            graph.Output(keysName + "_out", keys);
            graph.Output(valuesName + "_out", values);
            var scores = graph.Mul(graph.MatMul(Heads(parts[0]), graph.Transpose(keys, 0, 1, 3, 2)), graph.Scalar((float)(1 / Math.Sqrt(config.HeadWidth))));
            var attention = graph.Reshape(graph.Transpose(graph.MatMul(graph.Softmax(scores), values), 0, 2, 1, 3), 1, 1, width);
            x = network.Norm(graph.Add(x, network.Linear(attention, $"{name}.self_attn.out_proj", width, width)), $"{name}.norm1", width);
            var inner = graph.Relu(network.Linear(x, $"{name}.linear1", width, 4 * width));
            x = network.Norm(graph.Add(x, network.Linear(inner, $"{name}.linear2", 4 * width, width)), $"{name}.norm2", width);
        }

        graph.Output("logits", network.Linear(graph.Squeeze(x, 1), "model.ar_predict_layer", width, config.Codes, bias: false));
        return graph;
    }

    /// <summary>The vocoder in three dimensions with transposed convolutions: latent (1, channels, W), style (1, first channels, 1).</summary>
    public static GraphBuilder PlainVocoder(SovitsConfig config, StateDict weights)
    {
        var graph = new GraphBuilder("vocoder-plain");
        var network = new NetworkWriter(graph, weights, LinearPrecision.Float32);
        long channels = weights["dec.conv_pre.weight"].Shape[0];
        var x = graph.Add(
            network.Conv1d(graph.Input("latent", OnnxType.Float, 1, config.Latent, "W"), "dec.conv_pre", config.Latent, channels, 7, 3),
            graph.Input("style", OnnxType.Float, 1, channels, 1));
        for (var stage = 0; stage < config.Rates.Count; stage++)
        {
            var name = $"dec.ups.{stage}";
            var (inputs, outputs, kernel, rate) = (channels, weights[$"{name}.bias"].Count, (int)weights[$"{name}.weight_v"].Shape[2], config.Rates[stage]);
            var pad = (kernel - rate) / 2;
            var weight = graph.Weight($"{name}.weight", [inputs, outputs, kernel], () => WeightNorm.Weight(weights, name, inputs, outputs, kernel));
            x = graph.Node("ConvTranspose", [graph.LeakyRelu(x, 0.1f), weight, network.Vector($"{name}.bias", outputs)], x.Type, [1, outputs, $"w{stage}"],
                ("kernel_shape", (long[])[kernel]), ("strides", (long[])[rate]), ("pads", (long[])[pad, pad]));
            channels = outputs;
            GraphValue? sum = null;
            for (var block = 0; block < 3; block++)
            {
                var branch = x;
                for (var i = 0; i < config.Dilations[block].Count; i++)
                {
                    var unit = $"dec.resblocks.{3 * stage + block}";
                    branch = graph.Add(branch, Convolve(network, Convolve(network, branch, $"{unit}.convs1.{i}", channels, config.Dilations[block][i]), $"{unit}.convs2.{i}", channels, 1));
                }

                sum = sum is null ? branch : graph.Add(sum, branch);
            }

            x = graph.Mul(sum!, graph.Scalar(1f / 3));
        }

        graph.Output("samples", graph.Tanh(network.Conv1d(graph.LeakyRelu(x, 0.01f), "dec.conv_post", channels, 1, 7, 3, bias: false)));
        return graph;
    }

    private static GraphValue Convolve(NetworkWriter network, GraphValue x, string name, long channels, int dilation)
    {
        var graph = network.Graph;
        var kernel = (int)network.Weights[$"{name}.weight_v"].Shape[2];
        var weight = graph.Weight($"{name}.weight", [channels, channels, kernel], () => WeightNorm.Weight(network.Weights, name, channels, channels, kernel));
        return graph.Conv1d(graph.LeakyRelu(x, 0.1f), weight, network.Vector($"{name}.bias", channels), dilation * (kernel - 1) / 2, 1, dilation);
    }
}
