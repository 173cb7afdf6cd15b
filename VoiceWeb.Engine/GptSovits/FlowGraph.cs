using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.OnnxGraph;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// The inverse of SoVITS' normalising flow: couplings that shift one half of the channels by a function of the other half. The original
/// reverses the channels before each coupling; here the weights are reversed instead, and the halves stay where they are.
/// </summary>
internal sealed class FlowGraph(SovitsConfig config, StateDict weights, LinearPrecision precision = LinearPrecision.Float32)
{
    /// <summary>Names of the couplings, by index; channel flips have the odd numbers between.</summary>
    public static IReadOnlyList<string> Couplings(StateDict weights) =>
        [.. Enumerable.Range(0, weights.CountLayers("flow.flows.")).Where(index => index % 2 == 0).Select(index => $"flow.flows.{index}")];

    /// <summary>Frames to each side that a frame of the result depends on.</summary>
    public static int Reach(StateDict weights)
    {
        var reach = 0;
        foreach (var coupling in Couplings(weights))
        {
            var layers = weights.CountLayers($"{coupling}.enc.in_layers.");
            reach += layers * (Kernel(weights, coupling) / 2);
        }

        return reach;
    }

    /// <summary>Inputs: latent (B, channels, 1, W), style (B, couplings, 2 layers width). Output: result (B, channels, 1, W).</summary>
    /// <param name="probes">Whether the first coupling's result is an output too, for parity tests.</param>
    public GraphBuilder Build(bool probes = false)
    {
        var graph = new GraphBuilder("flow");
        var network = new NetworkWriter(graph, weights, precision);
        var couplings = Couplings(weights);
        var half = config.Latent / 2;
        var latent = graph.Input("latent", OnnxType.Float, "B", config.Latent, 1, "W");
        var perCoupling = weights[$"{couplings[0]}.enc.cond_layer.bias"].Count;
        var style = graph.Input("style", OnnxType.Float, "B", couplings.Count, perCoupling);

        var halves = graph.Split(latent, 1, half, half);
        var (low, high) = (halves[0], halves[1]);
        var reversed = true;
        for (var index = couplings.Count - 1; index >= 0; index--)
        {
            var own = graph.Reshape(graph.Slice(style, 1, index, index + 1), "B", perCoupling, 1, 1);
            if (reversed)
            {
                low = graph.Sub(low, Shift(network, high, own, couplings[index], half, reversed));
            }
            else
            {
                high = graph.Sub(high, Shift(network, low, own, couplings[index], half, reversed));
            }

            if (probes && index == couplings.Count - 1)
            {
                graph.Output("first", graph.Concat(1, low, high));
            }

            reversed = !reversed;
        }

        // An even number of couplings leaves the channels in their own order; an odd one leaves them reversed.
        var result = graph.Concat(1, low, high);
        graph.Output("result", reversed ? result : graph.Gather(result, graph.Longs([.. Enumerable.Range(0, config.Latent).Select(i => (long)(config.Latent - 1 - i))]), 1));
        return graph;
    }

    private static int Kernel(StateDict weights, string coupling) =>
        (int)(weights.Find($"{coupling}.enc.in_layers.0.weight_v") ?? weights[$"{coupling}.enc.in_layers.0.weight"]).Shape[2];

    private GraphValue Shift(NetworkWriter network, GraphValue x, GraphValue style, string coupling, int half, bool reversed)
    {
        var graph = network.Graph;
        const int Width = SovitsConfig.Hidden;
        var pre = graph.Weight($"{coupling}.pre.4d", [Width, half, 1, 1], () => ReverseColumns(network.Matrix($"{coupling}.pre.weight", Width, half), half, reversed));
        x = network.Conv(x, pre, network.Vector($"{coupling}.pre.bias", Width), [1, 1], [1, 1], [0, 0, 0, 0]);

        var layers = weights.CountLayers($"{coupling}.enc.in_layers.");
        var kernel = Kernel(weights, coupling);
        GraphValue? sum = null;
        for (var layer = 0; layer < layers; layer++)
        {
            var inner = network.WideConv(x, $"{coupling}.enc.in_layers.{layer}", Width, 2 * Width, kernel);
            inner = graph.Add(inner, graph.Slice(style, 1, layer * 2L * Width, (layer + 1) * 2L * Width));
            var gates = graph.Split(inner, 1, Width, Width);
            var gated = graph.Mul(graph.Tanh(gates[0]), graph.Sigmoid(gates[1]));
            var last = layer == layers - 1;
            var skip = network.WideConv(gated, $"{coupling}.enc.res_skip_layers.{layer}", Width, last ? Width : 2 * Width, 1);
            if (!last)
            {
                var parts = graph.Split(skip, 1, Width, Width);
                x = graph.Add(x, parts[0]);
                skip = parts[1];
            }

            sum = sum is null ? skip : graph.Add(sum, skip);
        }

        var post = graph.Weight($"{coupling}.post.4d", [half, Width, 1, 1], () => ReverseRows(network.Matrix($"{coupling}.post.weight", half, Width), half, reversed));
        var bias = graph.Weight($"{coupling}.post.bias.ordered", [half], () => ReverseRows(network.Matrix($"{coupling}.post.bias", half, 1), half, reversed));
        return network.Conv(sum!, post, bias, [1, 1], [1, 1], [0, 0, 0, 0]);
    }

    private static float[] ReverseColumns(float[] values, int columns, bool reversed)
    {
        for (var row = 0; reversed && row < values.Length / columns; row++)
        {
            values.AsSpan(row * columns, columns).Reverse();
        }

        return values;
    }

    private static float[] ReverseRows(float[] values, int rows, bool reversed)
    {
        if (!reversed)
        {
            return values;
        }

        var turned = new float[values.Length];
        var size = values.Length / rows;
        for (var row = 0; row < rows; row++)
        {
            values.AsSpan(row * size, size).CopyTo(turned.AsSpan((rows - 1 - row) * size));
        }

        return turned;
    }
}
