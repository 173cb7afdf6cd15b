using VoiceWeb.Engine.Text.Dictionaries;

namespace VoiceWeb.Engine.Text.English;

/// <summary>Words with phones, each an index into a table of phones. Immutable.</summary>
internal sealed class PronunciationTable
{
    private readonly WordList _words;
    private readonly byte[] _phones;
    private readonly int[] _starts;

    private PronunciationTable(WordList words, byte[] phones, int[] starts)
    {
        _words = words;
        _phones = phones;
        _starts = starts;
    }

    public int Count => _words.Count;

    public ReadOnlySpan<byte> this[int word] => _phones.AsSpan(_starts[word].._starts[word + 1]);

    public static PronunciationTable Read(ref ColumnReader reader)
    {
        var sizes = reader.Ints(2);
        var (count, total) = (sizes[0], sizes[1]);
        var lengths = reader.ByteColumn(count);
        var phones = reader.ByteColumn(total);
        var (text, wordStarts) = reader.Words(count);
        var starts = new int[count + 1];
        for (var i = 0; i < count; i++)
        {
            starts[i + 1] = starts[i] + lengths[i];
        }

        return new PronunciationTable(new WordList(text, wordStarts), phones, starts);
    }

    public int Find(ReadOnlySpan<char> word) => _words.Find(word);
}
