using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.OnnxGraph;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// The text-to-semantic network: phones, language features and the prompt's codes in, one semantic code at a time out. Two graphs over
/// the same weights: one reads everything at once, one continues by a single code per row.
/// </summary>
/// <remarks>
/// Post-norm transformer. Rows of text see all rows of text; rows of codes see all text and the codes up to themselves. Text and codes
/// count their positions from 0 each, in a sine table that a learned factor scales.
/// </remarks>
internal sealed class GptGraph(GptConfig config, StateDict weights, LinearPrecision precision)
{
    /// <summary>Names of a layer's keys and values, as inputs of the step; its outputs have <c>_out</c> added.</summary>
    public static (string Keys, string Values) CacheNames(int layer) => ($"k{layer}", $"v{layer}");

    /// <summary>
    /// Inputs: phones (1, X), bert (1, X, 1024), codes (1, P). Outputs: logits (1, codes) of the last row, and keys and values of every
    /// layer (1, X + P, width).
    /// </summary>
    /// <param name="probes">Whether inner stages are outputs too, for parity tests.</param>
    public GraphBuilder Prefill(bool probes = false)
    {
        var graph = new GraphBuilder("t2s-prefill");
        var network = new NetworkWriter(graph, weights, precision);
        var phones = graph.Input("phones", OnnxType.Int64, 1, "X");
        var bert = graph.Input("bert", OnnxType.Float, 1, "X", GptConfig.BertWidth);
        var codes = graph.Input("codes", OnnxType.Int64, 1, "P");

        var textCount = graph.SizeOf(phones, 1);
        var codeCount = graph.SizeOf(codes, 1);
        var text = graph.Add(
            graph.Add(
                graph.Gather(PhoneTable(network), phones),
                network.Linear(bert, "model.bert_proj", GptConfig.BertWidth, config.Width)),
            graph.Gather(Positions(network, "model.ar_text_position.alpha"), graph.CountTo(textCount, "X")));
        var audio = graph.Add(
            graph.Gather(CodeTable(network), codes),
            graph.Gather(Positions(network, "model.ar_audio_position.alpha"), graph.CountTo(codeCount, "P")));

        var hidden = graph.Concat(1, text, audio);
        hidden = hidden with { Shape = [1, "S", config.Width] };
        var mask = Mask(graph, textCount, codeCount);
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var parts = graph.Split(Project(network, hidden, layer), -1, config.Width, config.Width, config.Width);
            var (keys, values) = CacheNames(layer);
            graph.Output(keys, parts[1]);
            graph.Output(values, parts[2]);
            hidden = Finish(network, hidden, graph.MultiHeadAttention(parts[0], parts[1], parts[2], config.Heads, mask), layer);
        }

        graph.Output("logits", Logits(network, graph.Squeeze(graph.Slice(hidden, 1, -1, long.MaxValue), 1)));
        if (probes)
        {
            graph.Output("text", text);
            graph.Output("audio", audio);
            graph.Output("hidden", hidden);
        }

        return graph;
    }

    /// <summary>
    /// Inputs: code (B, 1) said last, position (B, 1) of it among the codes, past (B) int32 rows in the caches, total int32 the longest
    /// length after this step, keys and values (B, heads, M, head width). Outputs: logits (B, codes), and the caches with one row more,
    /// in place when they share memory with the inputs.
    /// </summary>
    public GraphBuilder Step()
    {
        var graph = new GraphBuilder("t2s-step");
        var network = new NetworkWriter(graph, weights, precision);
        var code = graph.Input("code", OnnxType.Int64, "B", 1);
        var position = graph.Input("position", OnnxType.Int64, "B", 1);
        var past = graph.Input("past", OnnxType.Int32, "B");
        var total = graph.Input("total", OnnxType.Int32);

        var hidden = graph.Add(
            graph.Gather(CodeTable(network), code),
            graph.Gather(Positions(network, "model.ar_audio_position.alpha"), position));
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var (keysName, valuesName) = CacheNames(layer);
            var keys = graph.Input(keysName, OnnxType.Float, "B", config.Heads, "M", config.CachedHeadWidth);
            var values = graph.Input(valuesName, OnnxType.Float, "B", config.Heads, "M", config.CachedHeadWidth);
            var joint = FillHeads(graph, Project(network, hidden, layer), 3 * config.Heads, config.HeadWidth, config.CachedHeadWidth);
            var (filled, keysOut, valuesOut) = graph.CachedAttention(joint, keys, values, past, total, config.Heads, (float)(1 / Math.Sqrt(config.HeadWidth)));
            var result = FillHeads(graph, filled, config.Heads, config.CachedHeadWidth, config.HeadWidth);
            graph.Output(keysName + "_out", keysOut);
            graph.Output(valuesName + "_out", valuesOut);
            hidden = Finish(network, hidden, result, layer);
        }

        graph.Output("logits", Logits(network, graph.Squeeze(hidden, 1)));
        return graph;
    }

    /// <summary>Heads side by side, each filled up with zeros to another width, or cut down to it.</summary>
    private static GraphValue FillHeads(GraphBuilder graph, GraphValue x, int heads, int from, int to)
    {
        if (from == to)
        {
            return x;
        }

        var apart = graph.Reshape(x, "B", 1, heads, from);
        var filled = from > to ? graph.Slice(apart, 3, 0, to) : graph.Pad(apart, 0, 0, 0, 0, 0, 0, 0, to - from);
        return graph.Reshape(filled, "B", 1, (long)heads * to);
    }

    /// <summary>Query, key and value side by side.</summary>
    private GraphValue Project(NetworkWriter network, GraphValue hidden, int layer)
    {
        var name = $"model.h.layers.{layer}.self_attn";
        var width = config.Width;
        return network.Linear(
            hidden, $"{name}.in_proj_weight", () => network.Matrix($"{name}.in_proj_weight", 3 * width, width), width, 3 * width,
            network.Vector($"{name}.in_proj_bias", 3 * width));
    }

    private GraphValue Finish(NetworkWriter network, GraphValue hidden, GraphValue attention, int layer)
    {
        var graph = network.Graph;
        var name = $"model.h.layers.{layer}";
        var width = config.Width;
        hidden = network.Norm(graph.Add(hidden, network.Linear(attention, $"{name}.self_attn.out_proj", width, width)), $"{name}.norm1", width);
        var inner = graph.Relu(network.Linear(hidden, $"{name}.linear1", width, 4 * width));
        return network.Norm(graph.Add(hidden, network.Linear(inner, $"{name}.linear2", 4 * width, width)), $"{name}.norm2", width);
    }

    private GraphValue Logits(NetworkWriter network, GraphValue hidden) =>
        network.Linear(hidden, "model.ar_predict_layer", config.Width, config.Codes, bias: false);

    private GraphValue PhoneTable(NetworkWriter network) =>
        network.Table("model.ar_text_embedding.word_embeddings.weight", config.Phones, config.Width);

    private GraphValue CodeTable(NetworkWriter network) =>
        network.Table("model.ar_audio_embedding.word_embeddings.weight", config.Codes, config.Width);

    /// <summary>Position t, channel 2i: sin(t w), channel 2i + 1: cos(t w), w = 10000^(-2i / width), all times the learned factor.</summary>
    private GraphValue Positions(NetworkWriter network, string factor) => network.Graph.Weight(
        factor + ".table", [GptConfig.Positions, config.Width], () => PositionTable(config, weights, factor));

    /// <summary>(positions, width).</summary>
    internal static float[] PositionTable(GptConfig config, StateDict weights, string factor)
    {
        double alpha = weights.Floats(factor, 1)[0];
        var table = new float[GptConfig.Positions * config.Width];
        for (var i = 0; i < config.Width; i += 2)
        {
            // The original rounds the rate to fp32 before it multiplies; far positions would differ otherwise.
            var rate = (float)Math.Exp(i * -(Math.Log(10000) / config.Width));
            for (var t = 0; t < GptConfig.Positions; t++)
            {
                var angle = (double)(t * rate);
                table[t * config.Width + i] = (float)(alpha * Math.Sin(angle));
                table[t * config.Width + i + 1] = (float)(alpha * Math.Cos(angle));
            }
        }

        return table;
    }

    /// <summary>0 where row i may see column j, else a number that softmax takes to nothing: j under the text's end or not after i.</summary>
    private static GraphValue Mask(GraphBuilder graph, GraphValue textCount, GraphValue codeCount)
    {
        var rows = graph.CountTo(graph.Add(textCount, codeCount), "S");
        var limit = graph.Unsqueeze(graph.Max(textCount, graph.Add(rows, graph.Longs(1))), 1);
        var open = graph.Less(graph.Unsqueeze(rows, 0), limit with { Shape = ["S", 1] });
        var mask = graph.Where(open, graph.Scalar(0), graph.Scalar(-1e9f));
        return graph.Unsqueeze(graph.Unsqueeze(mask with { Shape = ["S", "S"] }, 0), 0);
    }
}
