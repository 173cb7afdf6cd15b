using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.OnnxGraph;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// What makes a voice sound as it does: one style vector per reference, and everything that the networks derive from the averaged vector,
/// once per voice instead of once per sentence.
/// </summary>
internal sealed class StyleGraph(SovitsConfig config, StateDict weights)
{
    private const int Width = 128;
    private const int Heads = 2;

    /// <summary>
    /// Inputs: spectrum (1, bins, frames), and with a speaker network speaker (1, 20480). Output: style (1, style).
    /// </summary>
    /// <param name="probes">Whether the style without the speaker is an output too, for parity tests.</param>
    public GraphBuilder Reference(bool probes = false)
    {
        var graph = new GraphBuilder("style");
        var network = new NetworkWriter(graph, weights, LinearPrecision.Float32);
        var spectrum = graph.Input("spectrum", OnnxType.Float, 1, config.SpectrumBins, "F");

        var x = graph.Transpose(spectrum, 0, 2, 1);
        x = graph.Mish(network.Linear(x, "ref_enc.spectral.0.fc", config.SpectrumBins, Width));
        x = graph.Mish(network.Linear(x, "ref_enc.spectral.3.fc", Width, Width));
        var turned = graph.Transpose(x, 0, 2, 1);
        for (var layer = 0; layer < weights.CountLayers("ref_enc.temporal."); layer++)
        {
            var halves = graph.Split(network.Conv1d(turned, $"ref_enc.temporal.{layer}.conv1.conv", Width, 2 * Width, 5, 2), 1, Width, Width);
            turned = graph.Add(turned, graph.Mul(halves[0], graph.Sigmoid(halves[1])));
        }

        x = graph.Transpose(turned, 0, 2, 1);
        var attention = graph.MultiHeadAttention(
            network.Linear(x, "ref_enc.slf_attn.w_qs", Width, Width),
            network.Linear(x, "ref_enc.slf_attn.w_ks", Width, Width),
            network.Linear(x, "ref_enc.slf_attn.w_vs", Width, Width), Heads, null, (float)(1 / Math.Sqrt(Width))); // the model's width, not the head's
        x = graph.Add(x, network.Linear(attention, "ref_enc.slf_attn.fc", Width, Width));
        var style = graph.ReduceMean(network.Linear(x, "ref_enc.fc.fc", Width, config.Style), 1, keep: false);
        if (probes)
        {
            graph.Output("plain", style);
        }

        if (config.NeedsSpeaker)
        {
            var speaker = graph.Input("speaker", OnnxType.Float, 1, SovitsConfig.SpeakerWidth);
            style = graph.PRelu(graph.Add(style, network.Linear(speaker, "sv_emb", SovitsConfig.SpeakerWidth, config.Style)), network.Vector("prelu.weight", config.Style));
        }

        graph.Output("style", style);
        return graph;
    }

    /// <summary>
    /// Input: style (1, style), averaged over the references. Outputs: text_style (1, 512), flow (1, couplings, 2 layers width) and vocoder
    /// (1, channels): every convolution of the style alone, computed ahead.
    /// </summary>
    public GraphBuilder Conditions()
    {
        var graph = new GraphBuilder("conditions");
        var network = new NetworkWriter(graph, weights, LinearPrecision.Float32);
        var style = graph.Input("style", OnnxType.Float, 1, config.Style);
        graph.Output("text_style", config.NeedsSpeaker ? network.Linear(style, "ge_to512", config.Style, SovitsConfig.TextStyle) : style);

        var couplings = new List<GraphValue>();
        foreach (var coupling in FlowGraph.Couplings(weights))
        {
            var name = $"{coupling}.enc.cond_layer";
            var outputs = weights[$"{name}.bias"].Count;
            couplings.Add(graph.Unsqueeze(network.Linear(
                style, name, () => WeightNorm.Weight(weights, name, outputs, config.Style, 1), config.Style, outputs, network.Vector($"{name}.bias", outputs)), 1));
        }

        graph.Output("flow", graph.Concat(1, [.. couplings]));
        graph.Output("vocoder", network.Linear(style, "dec.cond", config.Style, weights["dec.conv_pre.weight"].Shape[0]));
        return graph;
    }
}
