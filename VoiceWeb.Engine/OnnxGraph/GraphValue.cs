namespace VoiceWeb.Engine.OnnxGraph;

/// <summary>A named edge of a graph with its type and shape.</summary>
internal sealed record GraphValue(string Name, OnnxType Type, Dim[] Shape)
{
    /// <summary>Number of dimensions.</summary>
    public int Rank => Shape.Length;

    /// <summary>A size that must be known.</summary>
    /// <exception cref="ShapeMismatchException">It is known only when the network runs.</exception>
    public long Fixed(int axis) => Shape[axis < 0 ? Rank + axis : axis].Value
        ?? throw new ShapeMismatchException($"'{Name}' {Text} needs a fixed size at {axis}.");

    /// <summary>The shape in words.</summary>
    public string Text => $"({string.Join(", ", Shape)})";
}
