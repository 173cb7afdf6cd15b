using System.Collections;

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
    public int? FindInt(string name) => Whole(_values.GetValueOrDefault(name));

    /// <summary>A whole number.</summary>
    /// <exception cref="CorruptCheckpointException">There is none of that name.</exception>
    public int Int(string name) => FindInt(name)
        ?? throw new CorruptCheckpointException($"The checkpoint's config has no whole number '{name}'.");

    /// <summary>A list of whole numbers.</summary>
    /// <exception cref="CorruptCheckpointException">There is none of that name.</exception>
    public int[] Ints(string name)
    {
        return Ints(name, List(_values.GetValueOrDefault(name)) ?? throw new CorruptCheckpointException($"The checkpoint's config has no list '{name}'."));
    }

    /// <summary>A list of lists of whole numbers, or null when there is none of that name.</summary>
    /// <exception cref="CorruptCheckpointException">It holds something else.</exception>
    public int[][]? FindIntLists(string name) => List(_values.GetValueOrDefault(name)) is not { } lists ? null
        : [.. lists.Select(item => Ints(name, List(item) ?? throw new CorruptCheckpointException($"The checkpoint's list '{name}' holds something that is no list.")))];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() =>
        _names.Select(name => KeyValuePair.Create(name, _values[name])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static int[] Ints(string name, IReadOnlyList<object?> list) => [.. list.Select(item => Whole(item)
        ?? throw new CorruptCheckpointException($"The checkpoint's list '{name}' holds something that is no whole number."))];

    private static IReadOnlyList<object?>? List(object? value) => value as IReadOnlyList<object?> ?? (value as PickleTuple)?.Items;

    /// <summary>Settings that went through a spreadsheet or JavaScript hold whole numbers as fractions.</summary>
    private static int? Whole(object? value) => value switch
    {
        long whole when whole is >= int.MinValue and <= int.MaxValue => (int)whole,
        double real when double.IsInteger(real) && Math.Abs(real) <= int.MaxValue => (int)real,
        _ => null,
    };
}
