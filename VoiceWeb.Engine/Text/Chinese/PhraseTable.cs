using VoiceWeb.Engine.Text.Dictionaries;

namespace VoiceWeb.Engine.Text.Chinese;

/// <summary>Phrases with one number a character, such as the index of its syllable. Immutable.</summary>
internal sealed class PhraseTable
{
    private readonly WordList _words;
    private readonly ushort[] _syllables;
    private readonly int[] _starts;

    private PhraseTable(WordList words, ushort[] syllables, int[] starts)
    {
        _words = words;
        _syllables = syllables;
        _starts = starts;
    }

    public static PhraseTable Read(ref ColumnReader reader)
    {
        var sizes = reader.Ints(2);
        var (count, total) = (sizes[0], sizes[1]);
        var syllables = reader.ShortColumn(total);
        var (text, starts) = reader.Words(count);
        return new PhraseTable(new WordList(text, starts), syllables, starts);
    }

    /// <summary>The longest phrase that a text starts with; length 0 when there is none.</summary>
    public (int Length, ReadOnlyMemory<ushort> Syllables) Longest(ReadOnlySpan<char> text)
    {
        var walk = default(PrefixWalk);
        var best = -1;
        for (var i = 0; i < text.Length && _words.Advance(ref walk, text[i]); i++)
        {
            best = _words.WordAt(walk) is >= 0 and var word ? word : best;
        }

        return best < 0 ? (0, default) : (_words.LengthOf(best), _syllables.AsMemory(_starts[best], _words.LengthOf(best)));
    }

    /// <summary>The numbers of a phrase; empty when it is not in the table.</summary>
    public ReadOnlyMemory<ushort> Find(ReadOnlySpan<char> phrase) =>
        _words.Find(phrase) is >= 0 and var word ? _syllables.AsMemory(_starts[word], _words.LengthOf(word)) : default;

    /// <summary>Every character of every phrase with its syllable.</summary>
    public IEnumerable<(char Character, ushort Syllable)> Readings()
    {
        for (var word = 0; word < _words.Count; word++)
        {
            for (var i = 0; i < _words.LengthOf(word); i++)
            {
                yield return (_words[word][i], _syllables[_starts[word] + i]);
            }
        }
    }
}
