namespace VoiceWeb.Engine.OnnxGraph;

/// <content>Arithmetic.</content>
internal sealed partial class GraphBuilder
{
    public GraphValue Add(GraphValue a, GraphValue b) => Binary("Add", a, b);

    public GraphValue Sub(GraphValue a, GraphValue b) => Binary("Sub", a, b);

    public GraphValue Mul(GraphValue a, GraphValue b) => Binary("Mul", a, b);

    public GraphValue Div(GraphValue a, GraphValue b) => Binary("Div", a, b);

    public GraphValue Max(GraphValue a, GraphValue b) => Binary("Max", a, b);

    public GraphValue Min(GraphValue a, GraphValue b) => Binary("Min", a, b);

    public GraphValue Relu(GraphValue x) => Unary("Relu", x);

    public GraphValue Tanh(GraphValue x) => Unary("Tanh", x);

    public GraphValue Sigmoid(GraphValue x) => Unary("Sigmoid", x);

    public GraphValue Exp(GraphValue x) => Unary("Exp", x);

    public GraphValue Mish(GraphValue x) => Unary("Mish", x);

    /// <summary>x times its sigmoid (SiLU).</summary>
    public GraphValue Swish(GraphValue x) => Mul(x, Sigmoid(x));

    /// <summary>Gelu by the error function.</summary>
    public GraphValue Gelu(GraphValue x) => Unary("Gelu", x);

    public GraphValue LeakyRelu(GraphValue x, float slope) => Unary("LeakyRelu", x, ("alpha", slope));

    public GraphValue Clip(GraphValue x, GraphValue low, GraphValue high) => Node("Clip", [x, low, high], x.Type, x.Shape);

    public GraphValue Softmax(GraphValue x, int axis = -1) => Unary("Softmax", x, ("axis", (long)axis));

    public GraphValue PRelu(GraphValue x, GraphValue slope) => Node("PRelu", [x, slope], x.Type, Broadcast("PRelu", x, slope));

    public GraphValue Cast(GraphValue x, OnnxType type) => x.Type == type ? x : Node("Cast", [x], type, x.Shape, ("to", (long)type));

    public GraphValue Less(GraphValue a, GraphValue b) => Node("Less", [a, b], OnnxType.Bool, Broadcast("Less", a, b));

    public GraphValue Where(GraphValue condition, GraphValue yes, GraphValue no)
    {
        var shape = Broadcast("Where", yes, no);
        return Node("Where", [condition, yes, no], yes.Type, Broadcast("Where", condition.Shape, shape));
    }

    /// <summary>(..., m, k) times (..., k, n).</summary>
    public GraphValue MatMul(GraphValue a, GraphValue b)
    {
        if (a.Rank < 2 || b.Rank < 2 || !a.Shape[^1].MayEqual(b.Shape[^2]))
        {
            throw new ShapeMismatchException($"MatMul in '{Name}': {a.Name} {a.Text} and {b.Name} {b.Text} do not fit.");
        }

        var outer = Broadcast("MatMul", a.Shape[..^2], b.Shape[..^2]);
        return Node("MatMul", [a, b], a.Type, [.. outer, a.Shape[^2], b.Shape[^1]]);
    }

    public GraphValue ReduceMean(GraphValue x, int axis, bool keep) =>
        Node("ReduceMean", [x, Longs(axis)], x.Type, Reduced(x, axis, keep), ("keepdims", keep ? 1L : 0));

    public GraphValue ReduceSum(GraphValue x, int axis, bool keep) =>
        Node("ReduceSum", [x, Longs(axis)], x.Type, Reduced(x, axis, keep), ("keepdims", keep ? 1L : 0));

    /// <summary>Index of the smallest value; the first one where several are equal.</summary>
    public GraphValue ArgMin(GraphValue x, int axis) =>
        Node("ArgMin", [x], OnnxType.Int64, Reduced(x, axis, false), ("axis", (long)axis), ("keepdims", 0L));

    private static Dim[] Reduced(GraphValue x, int axis, bool keep)
    {
        axis = axis < 0 ? x.Rank + axis : axis;
        return keep ? [.. x.Shape[..axis], 1, .. x.Shape[(axis + 1)..]] : [.. x.Shape[..axis], .. x.Shape[(axis + 1)..]];
    }

    private GraphValue Unary(string op, GraphValue x, params OnnxAttribute[] attributes) => Node(op, [x], x.Type, x.Shape, attributes);

    private GraphValue Binary(string op, GraphValue a, GraphValue b) => Node(op, [a, b], a.Type, Broadcast(op, a, b));

    private Dim[] Broadcast(string op, GraphValue a, GraphValue b) => a.Type == b.Type || op == "Where"
        ? Broadcast($"{op} of {a.Name} and {b.Name}", a.Shape, b.Shape)
        : throw new ShapeMismatchException($"{op} in '{Name}': {a.Name} is {a.Type}, {b.Name} is {b.Type}.");

    private Dim[] Broadcast(string op, Dim[] a, Dim[] b)
    {
        var rank = Math.Max(a.Length, b.Length);
        var shape = new Dim[rank];
        for (var i = 1; i <= rank; i++)
        {
            var x = i <= a.Length ? a[^i] : 1;
            var y = i <= b.Length ? b[^i] : 1;
            shape[^i] = x.Value == 1 ? y : y.Value == 1 ? x : x.MayEqual(y) ? x.Value is null ? y : x
                : throw new ShapeMismatchException($"{op} in '{Name}': ({string.Join(", ", a)}) and ({string.Join(", ", b)}) do not fit.");
        }

        return shape;
    }
}
