using VoiceWeb.Engine.Inference;
using VoiceWeb.Engine.OnnxGraph;

namespace VoiceWeb.Tests.Engine.OnnxGraph;

public sealed class GraphBuilderTests
{
    private static readonly SessionFactory Sessions = new(new InferenceOptions { Device = Device.Cpu });

    [Fact]
    public void A_written_graph_computes_what_was_written()
    {
        var graph = new GraphBuilder("sum");
        var x = graph.Input("x", OnnxType.Float, 1, "T", 3);
        var product = graph.MatMul(x, graph.Weight("w", [3, 2], () => [1, 0, 0, 1, 1, 1]));
        graph.Output("y", graph.Relu(graph.Add(product, graph.Scalar(-1))));
        graph.Output("raw", product);

        using var session = Sessions.Open(ModelWriter.ToBytes(graph));
        using var input = Tensor.Of(new float[] { 1, 2, 3, 0, 0, 0.5f }, 1, 2, 3);
        using var outputs = session.Run([("x", input)], null, TestContext.Current.CancellationToken);

        Assert.Equal([3, 4, 0, 0], outputs.Read<float>("y").ToArray());
        Assert.Equal([4, 5, 0.5f, 0.5f], outputs.Read<float>("raw").ToArray());
        Assert.Equal([1L, 2, 2], outputs.Shape("y"));
    }

    [Fact]
    public void Two_graphs_share_one_weights_file()
    {
        var folder = Directory.CreateTempSubdirectory("voiceweb-graph-").FullName;
        try
        {
            var made = 0;
            GraphBuilder Make(float factor)
            {
                var graph = new GraphBuilder("part");
                var x = graph.Input("x", OnnxType.Float, 1, 512);
                var weight = graph.Weight("w", [512, 4], () =>
                {
                    made++;
                    return Enumerable.Repeat(0.5f, 2048).ToArray();
                });
                graph.Output("y", graph.Mul(graph.MatMul(x, weight), graph.Scalar(factor)));
                return graph;
            }

            ModelWriter.ToFolder(folder, "w.bin", [("a.onnx", Make(1)), ("b.onnx", Make(2))], null, TestContext.Current.CancellationToken);

            Assert.Equal(1, made);
            Assert.True(new FileInfo(Path.Combine(folder, "a.onnx")).Length < 2000);
            using var input = Tensor.Of(Enumerable.Repeat(1f, 512).ToArray(), 1, 512);
            foreach (var (file, expected) in ((string, float)[])[("a.onnx", 256), ("b.onnx", 512)])
            {
                using var session = Sessions.Open(Path.Combine(folder, file));
                using var outputs = session.Run([("x", input)], ["y"], TestContext.Current.CancellationToken);
                Assert.All(outputs.Read<float>("y").ToArray(), value => Assert.Equal(expected, value, 1e-3f));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_when_the_node_is_added()
    {
        var graph = new GraphBuilder("wrong");
        var x = graph.Input("x", OnnxType.Float, 1, "T", 3);

        var error = Assert.Throws<ShapeMismatchException>(() => graph.MatMul(x, graph.Weight("w", [4, 2], () => new float[8])));
        Assert.Contains("(1, T, 3)", error.Message);
        Assert.Contains("(4, 2)", error.Message);
        Assert.Throws<ShapeMismatchException>(() => graph.Add(x, graph.Weight("v", [2], () => new float[2])));
        Assert.Throws<ShapeMismatchException>(() => graph.Add(x, graph.Long(1)));
        Assert.Throws<ShapeMismatchException>(() => graph.Split(x, -1, 1, 1));
        Assert.Throws<ShapeMismatchException>(() => graph.Conv1d(graph.Transpose(x, 0, 2, 1), graph.Weight("c", [5, 9, 3], () => new float[135]), null, 1));
    }

    [Fact]
    public void A_weight_with_too_few_numbers_is_refused_when_it_is_written()
    {
        var graph = new GraphBuilder("short");
        graph.Output("y", graph.Add(graph.Input("x", OnnxType.Float, 3), graph.Weight("w", [3], () => [1, 2])));

        Assert.Contains("was given 2 numbers", Assert.Throws<ShapeMismatchException>(() => ModelWriter.ToBytes(graph)).Message);
    }
}
