using System.Globalization;

namespace VoiceWeb.Engine.OnnxGraph;

/// <summary>
/// Writes graphs as ONNX files (onnx.proto, IR 10): small ones with their weights inside, large ones with all weights in one file
/// beside them that several graphs share and that is mapped, not read, when they are opened.
/// </summary>
internal static class ModelWriter
{
    /// <summary>Newest operator set that is used; every ONNX Runtime from 1.20 has it.</summary>
    public const int Opset = 21;

    /// <summary>Weights start at multiples of this many bytes, so that a mapped file serves vector loads and whole pages.</summary>
    private const int Alignment = 4096;

    /// <summary>Weights shorter than this stay inside the graph: the optimiser wants to see shapes and small constants.</summary>
    private const int InlineBytes = 1024;

    private const int IrVersion = 10;

    /// <summary>One graph with its weights inside. Under 2 GB.</summary>
    public static byte[] ToBytes(GraphBuilder graph) => Model(graph, (tensor, weight) => tensor.Bytes(9, weight.Bytes().Span));

    /// <summary>Writes graphs that share one weights file.</summary>
    /// <param name="folder">Exists.</param>
    /// <param name="weightsFile">Name of the weights file.</param>
    /// <param name="graphs">File name and graph.</param>
    /// <param name="progress">Receives the bytes of weights written so far.</param>
    public static void ToFolder(
        string folder, string weightsFile, IReadOnlyList<(string File, GraphBuilder Graph)> graphs, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var places = new Dictionary<string, (long Offset, long Length)>();
        using (var weights = new FileStream(Path.Combine(folder, weightsFile), FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
        {
            foreach (var weight in graphs.SelectMany(graph => graph.Graph.Weights).DistinctBy(weight => weight.Name))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var bytes = weight.Bytes();
                if (bytes.Length < InlineBytes)
                {
                    continue;
                }

                weights.Write(new byte[(Alignment - weights.Position % Alignment) % Alignment]);
                places[weight.Name] = (weights.Position, bytes.Length);
                weights.Write(bytes.Span);
                progress?.Report(weights.Position);
            }

            weights.Flush(flushToDisk: true);
        }

        foreach (var (file, graph) in graphs)
        {
            File.WriteAllBytes(Path.Combine(folder, file), Model(graph, (tensor, weight) =>
            {
                if (!places.TryGetValue(weight.Name, out var place))
                {
                    tensor.Bytes(9, weight.Bytes().Span);
                    return;
                }

                Entry(tensor, "location", weightsFile);
                Entry(tensor, "offset", place.Offset.ToString(CultureInfo.InvariantCulture));
                Entry(tensor, "length", place.Length.ToString(CultureInfo.InvariantCulture));
                tensor.Int(14, 1);
            }));
        }
    }

    private static void Entry(ProtoWriter tensor, string key, string value) => tensor.Message(13, entry =>
    {
        entry.Text(1, key);
        entry.Text(2, value);
    });

    private static byte[] Model(GraphBuilder graph, Action<ProtoWriter, GraphWeight> writeWeight)
    {
        var model = new ProtoWriter();
        model.Int(1, IrVersion);
        model.Text(2, "VoiceWeb");
        model.Message(7, writer => Graph(writer, graph, writeWeight));
        model.Message(8, opset => opset.Int(2, Opset));
        model.Message(8, opset =>
        {
            opset.Text(1, GraphBuilder.MicrosoftDomain);
            opset.Int(2, 1);
        });
        return model.Written.ToArray();
    }

    private static void Graph(ProtoWriter writer, GraphBuilder graph, Action<ProtoWriter, GraphWeight> writeWeight)
    {
        foreach (var node in graph.Nodes)
        {
            writer.Message(1, message => Node(message, node));
        }

        writer.Text(2, graph.Name);
        foreach (var weight in graph.Weights)
        {
            writer.Message(5, tensor =>
            {
                foreach (var size in weight.Shape)
                {
                    tensor.Int(1, size);
                }

                tensor.Int(2, (int)weight.Type);
                tensor.Text(8, weight.Name);
                writeWeight(tensor, weight);
            });
        }

        foreach (var input in graph.Inputs)
        {
            writer.Message(11, info => Value(info, input));
        }

        foreach (var output in graph.Outputs)
        {
            writer.Message(12, info => Value(info, output));
        }
    }

    private static void Node(ProtoWriter message, GraphNode node)
    {
        foreach (var input in node.Inputs)
        {
            message.Text(1, input);
        }

        foreach (var output in node.Outputs)
        {
            message.Text(2, output);
        }

        message.Text(3, $"{node.Operator}:{node.Outputs[0]}");
        message.Text(4, node.Operator);
        foreach (var attribute in node.Attributes)
        {
            message.Message(5, writer => Attribute(writer, attribute));
        }

        if (node.Domain.Length > 0)
        {
            message.Text(7, node.Domain);
        }
    }

    private static void Attribute(ProtoWriter writer, OnnxAttribute attribute)
    {
        writer.Text(1, attribute.Name);
        switch (attribute.Value)
        {
            case float real:
                writer.Float(2, real);
                writer.Int(20, 1);
                break;
            case long whole:
                writer.Int(3, whole);
                writer.Int(20, 2);
                break;
            case string text:
                writer.Text(4, text);
                writer.Int(20, 3);
                break;
            case long[] list:
                foreach (var item in list)
                {
                    writer.Int(8, item);
                }

                writer.Int(20, 7);
                break;
            default: throw new ArgumentException($"Attribute '{attribute.Name}' has a {attribute.Value.GetType().Name}, which is not written.", nameof(attribute));
        }
    }

    private static void Value(ProtoWriter info, GraphValue value)
    {
        info.Text(1, value.Name);
        info.Message(2, type => type.Message(1, tensor =>
        {
            tensor.Int(1, (int)value.Type);
            tensor.Message(2, shape =>
            {
                foreach (var size in value.Shape)
                {
                    shape.Message(1, dimension =>
                    {
                        if (size.Value is { } number)
                        {
                            dimension.Int(1, number);
                        }
                        else
                        {
                            dimension.Text(2, size.Name!);
                        }
                    });
                }
            });
        }));
    }
}
