using VoiceWeb.Engine.Text.Dictionaries;

namespace VoiceWeb.Engine.Text.Chinese;

/// <summary>What ships with the engine for a polyphone model: Taiwan's characters, which it is asked in, and words that it may not decide. Immutable.</summary>
/// <remarks>Data of OpenCC (Apache-2.0) and the correction lists of GPT-SoVITS (MIT).</remarks>
internal sealed class PolyphoneData
{
    private static readonly Lazy<PolyphoneData> Shared = new(() => new PolyphoneData());

    private readonly PhraseTable _characters;
    private readonly PhraseTable _phrases;
    private readonly string[] _syllables;
    private readonly PhraseTable _corrections;

    private PolyphoneData()
    {
        var reader = new ColumnReader(DictionaryResource.Open("zh-polyphones"));
        _characters = PhraseTable.Read(ref reader);
        _phrases = PhraseTable.Read(ref reader);
        _syllables = reader.Strings();
        _corrections = PhraseTable.Read(ref reader);
    }

    public static PolyphoneData Default => Shared.Value;

    /// <summary>Writes simplified characters as they are written in Taiwan, the longest known phrase first. The length does not change.</summary>
    public string ToTraditional(string text)
    {
        var result = text.ToCharArray();
        for (var i = 0; i < text.Length;)
        {
            var (length, units) = _phrases.Longest(text.AsSpan(i));
            if (length == 0)
            {
                (length, units) = (1, _characters.Find(text.AsSpan(i, 1)));
            }

            for (var n = 0; n < units.Length; n++)
            {
                result[i + n] = (char)units.Span[n];
            }

            i += length;
        }

        return new string(result);
    }

    /// <summary>Puts the readings of the correction lists, of the whole word or else of its characters, over those of a word.</summary>
    /// <param name="word">A word.</param>
    /// <param name="syllables">One a character; changed in place.</param>
    public void Correct(ReadOnlySpan<char> word, Span<string> syllables)
    {
        var whole = _corrections.Find(word);
        for (var i = 0; i < word.Length; i++)
        {
            var corrected = whole.IsEmpty ? _corrections.Find(word[i..(i + 1)]) : whole[i..];
            if (!corrected.IsEmpty)
            {
                syllables[i] = _syllables[corrected.Span[0]];
            }
        }
    }
}
