using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.OnnxGraph;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>Speech features at 50 Hz to semantic codes at 25 Hz: a strided convolution, then the nearest row of the codebook.</summary>
internal static class QuantizerGraph
{
    /// <summary>Name of the codebook in a SoVITS file, (1024, 768).</summary>
    public const string Codebook = "quantizer.vq.layers.0._codebook.embed";

    private const int Width = 768;

    /// <summary>Input: features (1, frames, 768). Output: codes (1, frames / 2); the last of an odd number of frames is dropped.</summary>
    /// <param name="weights">Tensors of a SoVITS file.</param>
    /// <param name="probes">Whether the projected features are an output too, for parity tests.</param>
    public static GraphBuilder Build(StateDict weights, bool probes = false)
    {
        var graph = new GraphBuilder("vq-encode");
        var network = new NetworkWriter(graph, weights, LinearPrecision.Float32);
        var features = graph.Input("features", OnnxType.Float, 1, "T", Width);
        var projected = network.Conv1d(graph.Transpose(features, 0, 2, 1), "ssl_proj", Width, Width, 2, 0, 2);

        // |z - e|^2 = |z|^2 - 2 z e + |e|^2, and |z| is the same for every row.
        var rows = weights[Codebook].Shape[0];
        var turned = graph.Weight(Codebook + ".t2", [Width, rows], () => NetworkWriter.Scale(NetworkWriter.Transpose(weights.Floats(Codebook, rows, Width), rows, Width), -2));
        var lengths = graph.Weight(Codebook + ".squares", [rows], () => SquaredLengths(weights.Floats(Codebook, rows, Width), rows));
        var distances = graph.Add(graph.MatMul(graph.Transpose(projected, 0, 2, 1), turned), lengths);
        graph.Output("codes", graph.ArgMin(distances, 2));
        if (probes)
        {
            graph.Output("projected", projected);
        }

        return graph;
    }

    private static float[] SquaredLengths(float[] table, long rows)
    {
        var lengths = new float[rows];
        for (var row = 0; row < rows; row++)
        {
            double sum = 0;
            foreach (var value in table.AsSpan(row * Width, Width))
            {
                sum += (double)value * value;
            }

            lengths[row] = (float)sum;
        }

        return lengths;
    }
}
