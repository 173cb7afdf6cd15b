using System.Globalization;

namespace VoiceWeb.Engine.OnnxGraph;

/// <summary>One size of a tensor: a number, or a name for a size that is known only when the network runs.</summary>
internal readonly record struct Dim
{
    private Dim(long? value, string? name)
    {
        Value = value;
        Name = name;
    }

    /// <summary>The number, or null for a named size.</summary>
    public long? Value { get; }

    /// <summary>The name, or null for a number.</summary>
    public string? Name { get; }

    public static implicit operator Dim(long value) => new(value, null);

    public static implicit operator Dim(int value) => new(value, null);

    public static implicit operator Dim(string name) => new(null, name);

    /// <summary>Whether two sizes can be the same: false only for two different numbers.</summary>
    public bool MayEqual(Dim other) => Value is null || other.Value is null || Value == other.Value;

    public override string ToString() => Value?.ToString(CultureInfo.InvariantCulture) ?? Name ?? "?";
}
