using VoiceWeb.Engine.Text.Dictionaries;

namespace VoiceWeb.Engine.Text.Chinese;

/// <summary>Readings of characters and of phrases, as pinyin with a tone digit (<c>zhang3</c>, <c>lv4</c>, <c>de5</c>). Immutable.</summary>
/// <remarks>Data of pypinyin 0.55.0 (MIT), and the corrections that GPT-SoVITS keeps to it (MIT).</remarks>
internal sealed class PinyinDictionary
{
    private static readonly Lazy<PinyinDictionary> Shared = new(() => new PinyinDictionary());

    private readonly string[] _syllables;
    private readonly ushort[] _units;
    private readonly int[] _rows;
    private readonly ushort[] _readings;
    private readonly PhraseTable _phrases;
    private readonly PhraseTable _corrections;

    private PinyinDictionary()
    {
        var reader = new ColumnReader(DictionaryResource.Open("zh-pinyin"));
        _syllables = reader.Strings();
        var sizes = reader.Ints(2);
        var (count, total) = (sizes[0], sizes[1]);
        _units = reader.ShortColumn(count);
        var lengths = reader.ByteColumn(count);
        _readings = reader.ShortColumn(total);
        _rows = new int[count + 1];
        for (var i = 0; i < count; i++)
        {
            _rows[i + 1] = _rows[i] + lengths[i];
        }

        _phrases = PhraseTable.Read(ref reader);
        _corrections = PhraseTable.Read(ref reader);
    }

    public static PinyinDictionary Default => Shared.Value;

    /// <summary>All readings of a character, the commonest first; empty for one that has none.</summary>
    public string[] ReadingsOf(char unit)
    {
        var row = Array.BinarySearch(_units, unit);
        return row < 0 ? [] : Array.ConvertAll(_readings[_rows[row].._rows[row + 1]], id => _syllables[id]);
    }

    /// <summary>
    /// Reads a word: the longest phrases that are known, from left to right, and single characters by their commonest reading. What
    /// has no reading stands for itself.
    /// </summary>
    /// <param name="word">Any text.</param>
    /// <param name="corrected">Whether the corrections come before the phrases.</param>
    /// <returns>One entry a character.</returns>
    public string[] Read(ReadOnlySpan<char> word, bool corrected)
    {
        var result = new string[word.Length];
        for (var i = 0; i < word.Length;)
        {
            var rest = word[i..];
            var phrase = _phrases.Longest(rest);
            var correction = corrected ? _corrections.Longest(rest) : default;
            var best = correction.Length >= phrase.Length ? correction : phrase;
            for (var n = 0; n < best.Length; n++)
            {
                result[i + n] = _syllables[best.Syllables.Span[n]];
            }

            if (best.Length == 0)
            {
                var row = Array.BinarySearch(_units, word[i]);
                result[i] = row < 0 ? word[i].ToString() : _syllables[_readings[_rows[row]]];
            }

            i += Math.Max(best.Length, 1);
        }

        return result;
    }

    /// <summary>How many phrases give each character each of its readings.</summary>
    public Dictionary<char, Dictionary<string, int>> CountReadings()
    {
        var counts = new Dictionary<char, Dictionary<string, int>>();
        foreach (var (character, syllable) in _phrases.Readings())
        {
            var readings = counts.TryGetValue(character, out var known) ? known : counts[character] = [];
            readings[_syllables[syllable]] = readings.GetValueOrDefault(_syllables[syllable]) + 1;
        }

        return counts;
    }
}
