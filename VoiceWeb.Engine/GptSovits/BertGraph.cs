using System.Text.Json;
using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.OnnxGraph;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// chinese-roberta-wwm-ext-large, which is plain BERT, up to its third hidden state from the end: the last two layers and the language
/// model head are never built.
/// </summary>
internal sealed class BertGraph(StateDict weights, JsonElement settings, LinearPrecision precision)
{
    /// <summary>Layers after the one whose output is used.</summary>
    private const int UnusedLayers = 2;

    private const float Epsilon = 1e-12f;

    /// <summary>Input: ids (1, N) with their special tokens. Output: features (1, N, 1024).</summary>
    /// <param name="probes">Whether the embeddings are an output too, for parity tests.</param>
    public GraphBuilder Build(bool probes = false)
    {
        var graph = new GraphBuilder("bert");
        var network = new NetworkWriter(graph, weights, precision);
        var ids = graph.Input("ids", OnnxType.Int64, 1, "N");

        const string Embeddings = "bert.embeddings";
        var words = weights[$"{Embeddings}.word_embeddings.weight"].Shape;
        var width = words[1];
        var positions = weights[$"{Embeddings}.position_embeddings.weight"].Shape[0];
        var types = weights[$"{Embeddings}.token_type_embeddings.weight"].Shape[0];
        var x = graph.Add(
            graph.Gather(network.Table($"{Embeddings}.word_embeddings.weight", words[0], width), ids),
            graph.Gather(
                graph.Weight($"{Embeddings}.positions", [positions, width], () => PlacesOfFirstType(positions, types, width)),
                graph.CountTo(graph.SizeOf(ids, 1), "N")));
        x = Norm(network, x, $"{Embeddings}.LayerNorm", width);
        if (probes)
        {
            graph.Output("embeddings", x);
        }

        var heads = settings.GetProperty("num_attention_heads").GetInt32();
        var layers = weights.CountLayers("bert.encoder.layer.") - UnusedLayers;
        for (var layer = 0; layer < layers; layer++)
        {
            var name = $"bert.encoder.layer.{layer}";
            var inner = weights[$"{name}.intermediate.dense.weight"].Shape[0];
            var attention = graph.MultiHeadAttention(
                network.Linear(x, $"{name}.attention.self.query", width, width),
                network.Linear(x, $"{name}.attention.self.key", width, width),
                network.Linear(x, $"{name}.attention.self.value", width, width), heads, null);
            x = Norm(network, graph.Add(x, network.Linear(attention, $"{name}.attention.output.dense", width, width)), $"{name}.attention.output.LayerNorm", width);
            var hidden = graph.Gelu(network.Linear(x, $"{name}.intermediate.dense", width, inner));
            x = Norm(network, graph.Add(x, network.Linear(hidden, $"{name}.output.dense", inner, width)), $"{name}.output.LayerNorm", width);
        }

        graph.Output("features", x);
        return graph;
    }

    /// <summary>Positions, with the embedding of the first (and only used) token type added.</summary>
    private float[] PlacesOfFirstType(long positions, long types, long width)
    {
        var table = weights.Floats("bert.embeddings.position_embeddings.weight", positions, width);
        var type = weights.Floats("bert.embeddings.token_type_embeddings.weight", types, width).AsSpan(0, (int)width);
        for (var i = 0; i < table.Length; i++)
        {
            table[i] += type[i % (int)width];
        }

        return table;
    }

    private GraphValue Norm(NetworkWriter network, GraphValue x, string name, long width) => weights.Contains($"{name}.gamma")
        ? network.Norm(x, name, width, Epsilon, "gamma", "beta") // some copies keep the names of the first release
        : network.Norm(x, name, width, Epsilon);
}
