using System.Collections;
using System.Globalization;

namespace VoiceWeb.Engine.Checkpoints;

/// <summary>
/// A dictionary from a checkpoint, in its order: names to numbers, texts, lists, further maps and tensors. Readers name the
/// setting they miss, so a wrong file is told apart from a broken one.
/// </summary>
internal sealed class CheckpointMap : IEnumerable<KeyValuePair<string, object?>>
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, object?> _values = [];

    /// <summary>How many entries.</summary>
    public int Count => _names.Count;

    /// <summary>Adds an entry, or replaces the one of that name.</summary>
    public void Set(string name, object? value)
    {
        if (!_values.ContainsKey(name))
        {
            _names.Add(name);
        }

        _values[name] = value;
    }

    public bool TryGet(string name, out object? value) => _values.TryGetValue(name, out value);

    /// <summary>A nested map, or null when there is none of that name.</summary>
    public CheckpointMap? Section(string name) => _values.GetValueOrDefault(name) as CheckpointMap;

    /// <summary>A text, or null.</summary>
    public string? Text(string name) => _values.GetValueOrDefault(name) as string;

    /// <summary>A whole number, or null when there is none of that name.</summary>
    public int? FindInt(string name) => _values.GetValueOrDefault(name) switch
    {
        long whole when whole is >= int.MinValue and <= int.MaxValue => (int)whole,
        double real when double.IsInteger(real) && Math.Abs(real) <= int.MaxValue => (int)real,
        _ => null,
    };

    /// <summary>A whole number.</summary>
    /// <exception cref="CorruptCheckpointException">There is none of that name.</exception>
    public int Int(string name) => FindInt(name)
        ?? throw new CorruptCheckpointException($"The checkpoint's config has no whole number '{name}'.");

    /// <summary>A list of whole numbers.</summary>
    /// <exception cref="CorruptCheckpointException">There is none of that name.</exception>
    public int[] Ints(string name)
    {
        if (_values.GetValueOrDefault(name) is not IReadOnlyList<object?> list)
        {
            throw new CorruptCheckpointException($"The checkpoint's config has no list '{name}'.");
        }

        return [.. list.Select(item => item is long value and >= int.MinValue and <= int.MaxValue
            ? (int)value
            : throw new CorruptCheckpointException(string.Create(
                CultureInfo.InvariantCulture, $"The checkpoint's list '{name}' holds something that is no whole number.")))];
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() =>
        _names.Select(name => KeyValuePair.Create(name, _values[name])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
