namespace VoiceWeb.Engine.OnnxGraph;

/// <content>Moving numbers about.</content>
internal sealed partial class GraphBuilder
{
    public GraphValue Transpose(GraphValue x, params int[] order) => order.Length == x.Rank
        ? Node("Transpose", [x], x.Type, [.. order.Select(axis => x.Shape[axis])], ("perm", order.Select(axis => (long)axis).ToArray()))
        : throw new ShapeMismatchException($"Transpose in '{Name}': {x.Name} {x.Text} has not {order.Length} dimensions.");

    /// <summary>
    /// Another shape over the same numbers. A named size that stands at the same place is kept; one other named size may be left to
    /// follow from the rest.
    /// </summary>
    public GraphValue Reshape(GraphValue x, params Dim[] shape)
    {
        var target = new long[shape.Length];
        for (var i = 0; i < shape.Length; i++)
        {
            target[i] = shape[i].Value ?? (i < x.Rank && x.Shape[i] == shape[i] ? 0 : -1);
        }

        if (target.Count(size => size == -1) > 1)
        {
            throw new ShapeMismatchException($"Reshape in '{Name}': {x.Name} {x.Text} to ({string.Join(", ", shape)}) leaves more than one size open.");
        }

        if (x.Shape.All(size => size.Value is not null) && shape.All(size => size.Value is not null)
            && x.Shape.Aggregate(1L, (product, size) => product * size.Value!.Value) != target.Aggregate(1L, (product, size) => product * size))
        {
            throw new ShapeMismatchException($"Reshape in '{Name}': {x.Name} {x.Text} does not hold ({string.Join(", ", shape)}).");
        }

        return Node("Reshape", [x, Longs(target)], x.Type, shape);
    }

    public GraphValue Unsqueeze(GraphValue x, int axis) => Node("Unsqueeze", [x, Longs(axis)], x.Type, [.. x.Shape[..axis], 1, .. x.Shape[axis..]]);

    public GraphValue Squeeze(GraphValue x, int axis) => x.Shape[axis].MayEqual(1)
        ? Node("Squeeze", [x, Longs(axis)], x.Type, [.. x.Shape[..axis], .. x.Shape[(axis + 1)..]])
        : throw new ShapeMismatchException($"Squeeze in '{Name}': {x.Name} {x.Text} is not 1 at {axis}.");

    public GraphValue Concat(int axis, params GraphValue[] parts)
    {
        var first = parts[0];
        axis = axis < 0 ? first.Rank + axis : axis;
        var shape = (Dim[])first.Shape.Clone();
        for (var i = 0; i < shape.Length; i++)
        {
            if (i == axis)
            {
                shape[i] = parts.All(part => part.Shape[axis].Value is not null) ? parts.Sum(part => part.Shape[axis].Value!.Value) : Unknown();
            }
            else if (Array.Find(parts, part => part.Rank != first.Rank || !part.Shape[i].MayEqual(first.Shape[i])) is { } odd)
            {
                throw new ShapeMismatchException($"Concat in '{Name}': {first.Name} {first.Text} and {odd.Name} {odd.Text} do not fit.");
            }
        }

        return Node("Concat", parts, first.Type, shape, ("axis", (long)axis));
    }

    /// <summary>From start (inclusive) to end (exclusive); negative numbers count from the end, long.MaxValue is the end.</summary>
    public GraphValue Slice(GraphValue x, int axis, long start, long end)
    {
        axis = axis < 0 ? x.Rank + axis : axis;
        var shape = (Dim[])x.Shape.Clone();
        if (shape[axis].Value is { } size)
        {
            var from = start < 0 ? size + start : Math.Min(start, size);
            var to = end < 0 ? size + end : Math.Min(end, size);
            shape[axis] = Math.Max(0, to - from);
        }
        else
        {
            shape[axis] = start < 0 && end == long.MaxValue ? -start : start == 0 && end == long.MaxValue ? shape[axis] : start >= 0 && end > 0 && end != long.MaxValue ? end - start : Unknown();
        }

        return Node("Slice", [x, Longs(start), Longs(end), Longs(axis)], x.Type, shape);
    }

    /// <summary>From start to end along one dimension, where both are computed (vectors of one whole number).</summary>
    public GraphValue Slice(GraphValue x, int axis, GraphValue start, GraphValue end, Dim size) =>
        Node("Slice", [x, start, end, Longs(axis)], x.Type, [.. x.Shape[..axis], size, .. x.Shape[(axis + 1)..]]);

    public GraphValue[] Split(GraphValue x, int axis, params long[] sizes)
    {
        axis = axis < 0 ? x.Rank + axis : axis;
        if (!x.Shape[axis].MayEqual(sizes.Sum()))
        {
            throw new ShapeMismatchException($"Split in '{Name}': {x.Name} {x.Text} does not fall into {string.Join(" + ", sizes)}.");
        }

        return Node("Split", [x, Longs(sizes)], [.. sizes.Select(size => (x.Type, (Dim[])[.. x.Shape[..axis], size, .. x.Shape[(axis + 1)..]]))], [("axis", (long)axis)]);
    }

    /// <summary>Rows of a table by index.</summary>
    public GraphValue Gather(GraphValue table, GraphValue indices, int axis = 0) =>
        Node("Gather", [table, indices], table.Type, [.. table.Shape[..axis], .. indices.Shape, .. table.Shape[(axis + 1)..]], ("axis", (long)axis));

    public GraphValue GatherElements(GraphValue x, GraphValue indices, int axis) =>
        Node("GatherElements", [x, indices], x.Type, indices.Shape, ("axis", (long)axis));

    /// <summary>Zeros around, in the ONNX order: all starts, then all ends.</summary>
    public GraphValue Pad(GraphValue x, params long[] pads)
    {
        var shape = (Dim[])x.Shape.Clone();
        for (var i = 0; i < x.Rank; i++)
        {
            var more = pads[i] + pads[i + x.Rank];
            shape[i] = more == 0 ? shape[i] : shape[i].Value is { } size ? size + more : Unknown();
        }

        return Node("Pad", [x, Longs(pads)], x.Type, shape, ("mode", "constant"));
    }

    /// <summary>Length of one dimension, as one whole number in a vector.</summary>
    public GraphValue SizeOf(GraphValue x, int axis) =>
        Node("Shape", [x], OnnxType.Int64, [1], ("start", (long)axis), ("end", axis + 1L));

    /// <summary>0, 1, ... up to a count (a vector of one whole number), exclusive.</summary>
    public GraphValue CountTo(GraphValue count, Dim size) => Node("Range", [Long(0), Squeeze(count, 0), Long(1)], OnnxType.Int64, [size]);

    /// <summary>Repeats along dimensions of size one up to a shape that is computed.</summary>
    public GraphValue Expand(GraphValue x, GraphValue to, params Dim[] shape) => Node("Expand", [x, to], x.Type, shape);
}
