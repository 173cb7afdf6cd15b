using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.OnnxGraph;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// The prior of SoVITS: semantic codes and phones to mean and log deviation of the latent at 50 Hz. Self-attention knows relative
/// positions up to four frames (Shaw et al., 2018); text reaches the codes by cross-attention.
/// </summary>
internal sealed class TextEncoderGraph(SovitsConfig config, StateDict weights, LinearPrecision precision = LinearPrecision.Float32)
{
    private const int Width = SovitsConfig.Hidden;
    private const int CrossWidth = 512;
    private const int CrossHeads = 4;

    /// <summary>
    /// Inputs: codes (1, C), phones (1, N) of the sentence alone, style (1, 512), and per frame of the result the two encoded frames
    /// it lies between, before and after (L), and its share of the second (L, 1): how speed is changed without changing pitch. Outputs:
    /// mean and deviation (log), each (1, latent, L).
    /// </summary>
    /// <param name="probes">Whether inner stages are outputs too, for parity tests.</param>
    public GraphBuilder Build(bool probes = false)
    {
        var graph = new GraphBuilder("text-encoder");
        var network = new NetworkWriter(graph, weights, precision);
        var codes = graph.Input("codes", OnnxType.Int64, 1, "C");
        var phones = graph.Input("phones", OnnxType.Int64, 1, "N");
        var style = graph.Input("style", OnnxType.Float, 1, SovitsConfig.TextStyle);
        var before = graph.Input("before", OnnxType.Int64, "L");
        var after = graph.Input("after", OnnxType.Int64, "L");
        var share = graph.Input("share", OnnxType.Float, "L", 1);

        // Each code stands for two frames.
        var once = graph.Unsqueeze(graph.Gather(ProjectedCodebook(network), codes), 2);
        var speech = graph.Reshape(graph.Concat(2, once, once), 1, "T", Width);
        Probe(graph, probes, "ssl_proj", speech);
        speech = Encoder(network, speech, "enc_p.encoder_ssl");
        Probe(graph, probes, "encoder_ssl", speech);
        var text = Encoder(network, graph.Gather(network.Table("enc_p.text_embedding.weight", config.Phones, Width), phones), "enc_p.encoder_text");
        Probe(graph, probes, "encoder_text", text);

        speech = CrossAttention(network, speech, text, style);
        Probe(graph, probes, "mrte", speech);
        speech = Encoder(network, speech, "enc_p.encoder2");
        Probe(graph, probes, "encoder2", speech);

        var early = graph.Gather(speech, before, 1);
        var late = graph.Gather(speech, after, 1);
        var stretched = graph.Add(early, graph.Mul(graph.Sub(late, early), share));
        var moments = graph.Split(network.Linear(stretched, "enc_p.proj", Width, 2 * config.Latent), -1, config.Latent, config.Latent);
        graph.Output("mean", graph.Transpose(moments[0], 0, 2, 1));
        graph.Output("deviation", graph.Transpose(moments[1], 0, 2, 1));
        return graph;
    }

    private static void Probe(GraphBuilder graph, bool probes, string name, GraphValue value)
    {
        if (probes)
        {
            graph.Output(name, graph.Transpose(value, 0, 2, 1));
        }
    }

    /// <summary>The codebook after the encoder's first projection: a table look-up instead of a product per frame.</summary>
    private GraphValue ProjectedCodebook(NetworkWriter network)
    {
        var rows = weights[QuantizerGraph.Codebook].Shape[0];
        var width = weights[QuantizerGraph.Codebook].Shape[1];
        return network.Graph.Weight("codebook.projected", [rows, Width], () =>
        {
            var codebook = weights.Floats(QuantizerGraph.Codebook, rows, width);
            var weight = network.Matrix("enc_p.ssl_proj.weight", Width, width);
            var bias = network.Matrix("enc_p.ssl_proj.bias", Width, 1);
            var table = new float[rows * Width];
            Parallel.For(0, (int)rows, row =>
            {
                for (var channel = 0; channel < Width; channel++)
                {
                    double sum = bias[channel];
                    for (var i = 0; i < width; i++)
                    {
                        sum += (double)codebook[row * width + i] * weight[channel * width + i];
                    }

                    table[row * Width + channel] = (float)sum;
                }
            });
            return table;
        });
    }

    private static GraphValue CrossAttention(NetworkWriter network, GraphValue speech, GraphValue text, GraphValue style)
    {
        const string Name = "enc_p.mrte";
        var graph = network.Graph;
        var query = network.Linear(speech, $"{Name}.c_pre", Width, CrossWidth);
        var memory = network.Linear(text, $"{Name}.text_pre", Width, CrossWidth);
        var attention = graph.MultiHeadAttention(
            network.Linear(query, $"{Name}.cross_attention.conv_q", CrossWidth, CrossWidth),
            network.Linear(memory, $"{Name}.cross_attention.conv_k", CrossWidth, CrossWidth),
            network.Linear(memory, $"{Name}.cross_attention.conv_v", CrossWidth, CrossWidth), CrossHeads, null);
        var joined = graph.Add(
            graph.Add(query, network.Linear(attention, $"{Name}.cross_attention.conv_o", CrossWidth, CrossWidth)), graph.Unsqueeze(style, 1));
        return network.Linear(joined, $"{Name}.c_post", CrossWidth, Width);
    }

    private GraphValue Encoder(NetworkWriter network, GraphValue x, string name)
    {
        var graph = network.Graph;
        var layers = weights.CountLayers($"{name}.attn_layers.");
        for (var layer = 0; layer < layers; layer++)
        {
            var attention = RelativeAttention.Write(network, x, $"{name}.attn_layers.{layer}", Width, config.Heads);
            x = network.Norm(graph.Add(x, attention), $"{name}.norm_layers_1.{layer}", Width, 1e-5f, "gamma", "beta");

            var shape = weights[$"{name}.ffn_layers.{layer}.conv_1.weight"].Shape;
            int inner = (int)shape[0], kernel = (int)shape[2];
            if (kernel % 2 == 0)
            {
                throw new CorruptCheckpointException($"The text encoder's layers have {kernel} taps; only odd numbers of taps are read.");
            }

            var hidden = graph.Relu(network.Conv1d(graph.Transpose(x, 0, 2, 1), $"{name}.ffn_layers.{layer}.conv_1", Width, inner, kernel, kernel / 2));
            hidden = graph.Transpose(network.Conv1d(hidden, $"{name}.ffn_layers.{layer}.conv_2", inner, Width, kernel, kernel / 2), 0, 2, 1);
            x = network.Norm(graph.Add(x, hidden), $"{name}.norm_layers_2.{layer}", Width, 1e-5f, "gamma", "beta");
        }

        return x;
    }
}
