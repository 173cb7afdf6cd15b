namespace VoiceWeb.Engine.OnnxGraph;

/// <summary>A setting of a node.</summary>
internal sealed record OnnxAttribute(string Name, object Value)
{
    public static implicit operator OnnxAttribute((string Name, long Value) pair) => new(pair.Name, pair.Value);

    public static implicit operator OnnxAttribute((string Name, float Value) pair) => new(pair.Name, pair.Value);

    public static implicit operator OnnxAttribute((string Name, string Value) pair) => new(pair.Name, pair.Value);

    public static implicit operator OnnxAttribute((string Name, long[] Value) pair) => new(pair.Name, pair.Value);
}
