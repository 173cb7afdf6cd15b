namespace VoiceWeb.Engine.Text;

/// <summary>Finds the entries of several dictionaries in a text: the longest written form first, and of equals the one of the narrower scope. Immutable, linear in the length.</summary>
internal sealed class PronunciationMatcher
{
    private readonly Dictionary<string, PronunciationEntry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<char, int[]> _lengths; // by first character in upper case, the longest first

    /// <param name="dictionaries">In any order; of two with one scope the later wins.</param>
    public PronunciationMatcher(IEnumerable<PronunciationLexicon> dictionaries)
    {
        foreach (var dictionary in dictionaries.OrderBy(dictionary => dictionary.Scope))
        {
            foreach (var entry in dictionary.Entries)
            {
                _entries[entry.Written] = entry;
            }
        }

        _lengths = _entries.Keys.GroupBy(written => char.ToUpperInvariant(written[0]))
            .ToDictionary(group => group.Key, group => group.Select(written => written.Length).Distinct().OrderDescending().ToArray());
    }

    /// <summary>Sets the readings of a stretch, and the words of its aliases. What the writer has fixed stays.</summary>
    public MarkedStretch Apply(MarkedStretch stretch)
    {
        if (_entries.Count == 0)
        {
            return stretch;
        }

        var text = new System.Text.StringBuilder();
        var places = new List<int>();
        var overrides = new List<ReadingOverride>();
        var next = 0; // of the writer's own
        for (var i = 0; i < stretch.Text.Length;)
        {
            if (next < stretch.Overrides.Count && stretch.Overrides[next].Start == i)
            {
                var own = stretch.Overrides[next++];
                overrides.Add(own with { Start = text.Length });
                Copy(stretch, i, own.Length, text, places);
                i += own.Length;
                continue;
            }

            var room = next < stretch.Overrides.Count ? stretch.Overrides[next].Start : stretch.Text.Length;
            var entry = Longest(stretch.Text, i, room);
            if (entry is null)
            {
                Copy(stretch, i, 1, text, places);
                i++;
                continue;
            }

            if (entry.IsAlias)
            {
                text.Append(entry.Reading);
                places.AddRange(Enumerable.Repeat(stretch.Places[i], entry.Reading.Length));
            }
            else
            {
                var (reading, isPinyin) = Markup.ParseReading(entry.Reading)!.Value;
                overrides.Add(new ReadingOverride(text.Length, entry.Written.Length, reading, isPinyin));
                Copy(stretch, i, entry.Written.Length, text, places);
            }

            i += entry.Written.Length;
        }

        return stretch with { Text = text.ToString(), Places = [.. places], Overrides = overrides };
    }

    private static void Copy(MarkedStretch stretch, int start, int length, System.Text.StringBuilder text, List<int> places)
    {
        text.Append(stretch.Text, start, length);
        places.AddRange(stretch.Places.AsSpan(start, length));
    }

    private PronunciationEntry? Longest(string text, int start, int end)
    {
        if (!_lengths.TryGetValue(char.ToUpperInvariant(text[start]), out var lengths) || !IsWordEdge(text, start))
        {
            return null;
        }

        var lookup = _entries.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var length in lengths)
        {
            if (start + length <= end && IsWordEdge(text, start + length) && lookup.TryGetValue(text.AsSpan(start, length), out var entry))
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>Whether no word of an alphabet goes on across a place.</summary>
    private static bool IsWordEdge(string text, int index) =>
        index <= 0 || index >= text.Length || !IsAlphabetic(text[index - 1]) || !IsAlphabetic(text[index]);

    private static bool IsAlphabetic(char unit) => char.IsLetter(unit) && !Scripts.IsWide(unit);
}
