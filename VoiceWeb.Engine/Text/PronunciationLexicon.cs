using System.Collections.Frozen;

namespace VoiceWeb.Engine.Text;

/// <summary>Readings that a school, a project or the whole installation has laid down. Immutable: a change makes a new version.</summary>
public sealed class PronunciationLexicon
{
    /// <summary>Most entries of one dictionary.</summary>
    public const int Most = 20_000;

    private readonly FrozenDictionary<string, PronunciationEntry> _entries;

    private PronunciationLexicon(string name, PronunciationScope scope, int version, IEnumerable<PronunciationEntry> entries)
    {
        Name = name;
        Scope = scope;
        Version = version;
        _entries = entries.ToDictionary(entry => entry.Written, StringComparer.OrdinalIgnoreCase).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        Entries = [.. _entries.Values.OrderBy(entry => entry.Written, StringComparer.Ordinal)];
    }

    public string Name { get; }

    public PronunciationScope Scope { get; }

    /// <summary>1 for a new dictionary; one more with every change.</summary>
    public int Version { get; }

    /// <summary>All entries, ordered by their written form.</summary>
    public IReadOnlyList<PronunciationEntry> Entries { get; }

    /// <summary>Makes a dictionary; of two entries for one written form the later stays.</summary>
    /// <param name="name">A name for people.</param>
    /// <param name="scope">Whom it is for.</param>
    /// <param name="version">At least 1.</param>
    /// <param name="entries">At most <see cref="Most"/>.</param>
    /// <exception cref="ArgumentException">An entry cannot be used, or there are too many. The message is fit for a user.</exception>
    public static PronunciationLexicon Create(string name, PronunciationScope scope, int version, IEnumerable<PronunciationEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        var latest = new Dictionary<string, PronunciationEntry>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries)
        {
            if (entry.Problem() is { } problem)
            {
                throw new ArgumentException(problem, nameof(entries));
            }

            latest[entry.Written] = entry;
        }

        return latest.Count <= Most
            ? new PronunciationLexicon(name, scope, version, latest.Values)
            : throw new ArgumentException($"A dictionary has at most {Most} entries; this has {latest.Count}. Split it.", nameof(entries));
    }

    /// <summary>The next version, with an entry added or replaced.</summary>
    /// <exception cref="ArgumentException">The entry cannot be used, or there are too many.</exception>
    public PronunciationLexicon With(PronunciationEntry entry) => Create(Name, Scope, Version + 1, [.. Entries, entry]);

    /// <summary>The next version, without the entry for a written form.</summary>
    public PronunciationLexicon Without(string written) =>
        new(Name, Scope, Version + 1, Entries.Where(entry => !entry.Written.Equals(written, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The entry for a written form, or null.</summary>
    public PronunciationEntry? Find(string written) => _entries.GetValueOrDefault(written);
}
