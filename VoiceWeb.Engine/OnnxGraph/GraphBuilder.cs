using System.Globalization;
using System.Runtime.InteropServices;

namespace VoiceWeb.Engine.OnnxGraph;

/// <summary>
/// Writes an ONNX graph node by node and checks every shape as it is added, so that a wrong weight is found when the graph is made and not
/// when it runs. Methods are named as the operators are; each returns its result.
/// </summary>
internal sealed partial class GraphBuilder(string name)
{
    /// <summary>Domain of ONNX Runtime's own operators.</summary>
    public const string MicrosoftDomain = "com.microsoft";

    private readonly List<GraphNode> _nodes = [];
    private readonly List<GraphValue> _inputs = [];
    private readonly List<GraphValue> _outputs = [];
    private readonly Dictionary<string, (GraphWeight Weight, GraphValue Value)> _weights = [];
    private readonly HashSet<string> _computed = [];
    private readonly Dictionary<string, string> _names = [];
    private int _values;

    /// <summary>Name of the graph.</summary>
    public string Name { get; } = name;

    /// <summary>All nodes in order, with results under the names they were declared by.</summary>
    public IEnumerable<GraphNode> Nodes => _nodes.Select(node => node with
    {
        Inputs = [.. node.Inputs.Select(FinalName)],
        Outputs = [.. node.Outputs.Select(FinalName)],
    });

    public IReadOnlyList<GraphValue> Inputs => _inputs;

    public IReadOnlyList<GraphValue> Outputs => _outputs;

    public IEnumerable<GraphWeight> Weights => _weights.Values.Select(weight => weight.Weight);

    /// <summary>Declares an input.</summary>
    public GraphValue Input(string name, OnnxType type, params Dim[] shape)
    {
        var value = new GraphValue(name, type, shape);
        _inputs.Add(value);
        return value;
    }

    /// <summary>Declares a result under a name of its own.</summary>
    public void Output(string name, GraphValue value)
    {
        _outputs.Add(value with { Name = name });
        // The node's own result takes the name, with no copy between: caches must stay the very memory that is bound.
        if (!_computed.Contains(value.Name) || !_names.TryAdd(value.Name, name))
        {
            _nodes.Add(new GraphNode("Identity", "", [value.Name], [name], []));
        }
    }

    /// <summary>fp32 weights. A name that is already there gives the same weights again.</summary>
    public GraphValue Weight(string name, long[] shape, Func<float[]> values) => Add(new GraphWeight(name, OnnxType.Float, shape, () =>
    {
        var numbers = values();
        CheckCount(name, shape, numbers.Length);
        return MemoryMarshal.AsBytes<float>(numbers).ToArray();
    }));

    /// <summary>
    /// fp32 weights in 16 bits: they take the place of the weights that were declared, which nothing else may use. Numbers beyond fp16 are refused when
    /// they are written.
    /// </summary>
    public GraphValue Halve(GraphValue weight)
    {
        var name = weight.Name + ".f16";
        if (_weights.TryGetValue(name, out var known))
        {
            return known.Value;
        }

        if (!_weights.Remove(weight.Name, out var whole) || whole.Weight.Type != OnnxType.Float)
        {
            throw new ShapeMismatchException($"'{weight.Name}' in '{Name}' is no fp32 weight that could be halved.");
        }

        return Add(new GraphWeight(name, OnnxType.Float16, whole.Weight.Shape, () =>
        {
            var halves = Array.ConvertAll(MemoryMarshal.Cast<byte, float>(whole.Weight.Bytes().Span).ToArray(), value => (Half)value);
            return Array.TrueForAll(halves, Half.IsFinite) ? MemoryMarshal.AsBytes<Half>(halves).ToArray()
                : throw new InvalidDataException($"Weight '{weight.Name}' has numbers that 16 bits cannot hold.");
        }));
    }

    /// <summary>Weights of bytes, such as quantised ones.</summary>
    public GraphValue ByteWeight(string name, long[] shape, Func<byte[]> values) => Add(new GraphWeight(name, OnnxType.UInt8, shape, () =>
    {
        var numbers = values();
        CheckCount(name, shape, numbers.Length);
        return numbers;
    }));

    /// <summary>A small constant of whole numbers.</summary>
    public GraphValue Longs(params long[] values) =>
        Add(new GraphWeight($"i[{string.Join(",", values)}]", OnnxType.Int64, [values.Length], () => MemoryMarshal.AsBytes<long>(values).ToArray()));

    /// <summary>One whole number, without dimensions.</summary>
    public GraphValue Long(long value) =>
        Add(new GraphWeight($"i{value.ToString(CultureInfo.InvariantCulture)}", OnnxType.Int64, [], () => MemoryMarshal.AsBytes<long>([value]).ToArray()));

    /// <summary>One fp32 number, without dimensions.</summary>
    public GraphValue Scalar(float value) =>
        Add(new GraphWeight($"f{value.ToString("R", CultureInfo.InvariantCulture)}", OnnxType.Float, [], () => MemoryMarshal.AsBytes<float>([value]).ToArray()));

    /// <summary>Adds any node.</summary>
    /// <param name="op">Operator.</param>
    /// <param name="inputs">Inputs; null leaves an optional one out.</param>
    /// <param name="outputs">Type and shape of each result.</param>
    /// <param name="attributes">Settings.</param>
    /// <param name="domain">Empty for standard operators.</param>
    public GraphValue[] Node(
        string op, IReadOnlyList<GraphValue?> inputs, IReadOnlyList<(OnnxType Type, Dim[] Shape)> outputs, OnnxAttribute[]? attributes = null, string domain = "")
    {
        var results = outputs.Select(output => new GraphValue($"#{_values++}", output.Type, output.Shape)).ToArray();
        _computed.UnionWith(results.Select(result => result.Name));
        _nodes.Add(new GraphNode(op, domain, [.. inputs.Select(input => input?.Name ?? "")], [.. results.Select(result => result.Name)], attributes ?? []));
        return results;
    }

    /// <summary>Adds a node with one result.</summary>
    public GraphValue Node(string op, IReadOnlyList<GraphValue?> inputs, OnnxType type, Dim[] shape, params OnnxAttribute[] attributes) =>
        Node(op, inputs, [(type, shape)], attributes)[0];

    private string FinalName(string name) => _names.GetValueOrDefault(name, name);

    /// <summary>A size that only the running network knows.</summary>
    private Dim Unknown() => $"u{_values}";

    private GraphValue Add(GraphWeight weight)
    {
        if (_weights.TryGetValue(weight.Name, out var known))
        {
            return known.Weight.Shape.AsSpan().SequenceEqual(weight.Shape) && known.Weight.Type == weight.Type
                ? known.Value
                : throw new ShapeMismatchException($"Weight '{weight.Name}' is declared as ({string.Join(", ", weight.Shape)}) and as {known.Value.Text}.");
        }

        var value = new GraphValue(weight.Name, weight.Type, [.. weight.Shape.Select(size => (Dim)size)]);
        _weights.Add(weight.Name, (weight, value));
        return value;
    }

    private static void CheckCount(string name, long[] shape, int count)
    {
        if (shape.Aggregate(1L, (product, size) => product * size) != count)
        {
            throw new ShapeMismatchException($"Weight '{name}' ({string.Join(", ", shape)}) was given {count} numbers.");
        }
    }
}
