using VoiceWeb.Engine.OnnxGraph;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// Self-attention with learned vectors for the nearest relative positions, added to scores and to results. The band of near positions is
/// moved between (rows, window) and (rows, rows) by re-reading padded memory with rows one window longer or shorter, which costs no
/// index tables.
/// </summary>
internal static class RelativeAttention
{
    /// <param name="network">Where to write, and the weights.</param>
    /// <param name="x">(1, T, width).</param>
    /// <param name="name">Name of the layer.</param>
    /// <param name="width">Channels.</param>
    /// <param name="heads">Heads.</param>
    public static GraphValue Write(NetworkWriter network, GraphValue x, string name, int width, int heads)
    {
        var graph = network.Graph;
        var size = width / heads;
        var window = network.Weights[$"{name}.emb_rel_k"].Shape[1]; // 2 * reach + 1
        var root = (float)(1 / Math.Sqrt(size));
        var time = x.Shape[1];

        // The scale goes into the queries, which both kinds of scores share.
        var query = Split(graph, graph.Mul(network.Linear(x, $"{name}.conv_q", width, width), graph.Scalar(root)), heads, size, 0, 2, 1, 3);
        var key = Split(graph, network.Linear(x, $"{name}.conv_k", width, width), heads, size, 0, 2, 3, 1);
        var value = Split(graph, network.Linear(x, $"{name}.conv_v", width, width), heads, size, 0, 2, 1, 3);
        var nearKeys = graph.Weight($"{name}.emb_rel_k.t", [size, window], () => NetworkWriter.Transpose(network.Weights.Floats($"{name}.emb_rel_k", 1, window, size), window, size));
        var nearValues = graph.Weight($"{name}.emb_rel_v", [window, size], () => network.Weights.Floats($"{name}.emb_rel_v", 1, window, size));

        var length = graph.SizeOf(x, 1);
        var scores = graph.Add(graph.MatMul(query, key), Spread(graph, graph.MatMul(query, nearKeys), length, heads, window, time));
        var shares = graph.Softmax(scores);
        var result = graph.Add(graph.MatMul(shares, value), graph.MatMul(Gather(graph, shares, length, heads, window, time), nearValues));
        return network.Linear(graph.Reshape(graph.Transpose(result, 0, 2, 1, 3), 1, time, width), $"{name}.conv_o", width, width);
    }

    private static GraphValue Split(GraphBuilder graph, GraphValue x, int heads, int size, params int[] order) =>
        graph.Transpose(graph.Reshape(x, 1, x.Shape[1], heads, size), order);

    /// <summary>(1, heads, T, window) to (1, heads, T, T): entry d of row i goes to column i + d - reach; all else is 0.</summary>
    private static GraphValue Spread(GraphBuilder graph, GraphValue band, GraphValue length, int heads, long window, Dim time)
    {
        // Rows of T + window, read again as rows of T + window - 1: row i starts i places earlier.
        var padded = PadLast(graph, band, graph.Longs(0), length);
        var row = graph.Add(length, graph.Longs(window - 1));
        var flat = Flatten(graph, padded, heads);
        var cut = Slice(graph, flat, 2, graph.Longs(0), graph.Mul(length, row));
        var skewed = Reshape(graph, cut, graph.Concat(0, graph.Longs(1, heads), length, row), [1, heads, time, "s"]);
        var reach = (window - 1) / 2;
        return Slice(graph, skewed, 3, graph.Longs(reach), graph.Add(length, graph.Longs(reach))) with { Shape = [1, heads, time, time] };
    }

    /// <summary>The reverse: (1, heads, T, T) to (1, heads, T, window), with zeros where the band leaves the matrix.</summary>
    private static GraphValue Gather(GraphBuilder graph, GraphValue shares, GraphValue length, int heads, long window, Dim time)
    {
        var reach = (window - 1) / 2;
        var padded = PadLast(graph, shares, graph.Longs(reach), graph.Longs(reach));
        var flat = Flatten(graph, padded, heads);
        var longer = graph.Node("Pad", [flat, graph.Concat(0, graph.Longs(0, 0, 0, 0, 0), length)], flat.Type, [1, heads, "f"], ("mode", "constant"));
        var skewed = Reshape(graph, longer, graph.Concat(0, graph.Longs(1, heads), length, graph.Add(length, graph.Longs(window))), [1, heads, time, "s"]);
        return graph.Slice(skewed, 3, 0, window);
    }

    private static GraphValue PadLast(GraphBuilder graph, GraphValue x, GraphValue start, GraphValue end) => graph.Node(
        "Pad", [x, graph.Concat(0, graph.Longs(0, 0, 0), start, graph.Longs(0, 0, 0), end)], x.Type, [x.Shape[0], x.Shape[1], x.Shape[2], "p"], ("mode", "constant"));

    private static GraphValue Flatten(GraphBuilder graph, GraphValue x, int heads) => graph.Reshape(x, 1, heads, "f");

    private static GraphValue Reshape(GraphBuilder graph, GraphValue x, GraphValue to, Dim[] shape) => graph.Node("Reshape", [x, to], x.Type, shape);

    private static GraphValue Slice(GraphBuilder graph, GraphValue x, int axis, GraphValue start, GraphValue end) =>
        graph.Node("Slice", [x, start, end, graph.Longs(axis)], x.Type, [.. x.Shape[..axis], "c", .. x.Shape[(axis + 1)..]]);
}
