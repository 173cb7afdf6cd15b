namespace VoiceWeb.Engine.Text;

/// <summary>Writes pinyin as people read it.</summary>
public static class PinyinNotation
{
    private const string Marked = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ";
    private const string Vowels = "aeiouü";

    /// <summary>A syllable with its tone as a mark: <c>zhang3</c> gives <c>zhǎng</c>, <c>lv4</c> <c>lǜ</c>. What is no syllable stays.</summary>
    public static string WithMark(string syllable)
    {
        ArgumentNullException.ThrowIfNull(syllable);
        if (syllable.Length < 2 || syllable[^1] is < '1' or > '5')
        {
            return syllable;
        }

        var (letters, tone) = (syllable[..^1].Replace('v', 'ü'), syllable[^1] - '1');
        // a and e take the mark, then the o of ou, then the last vowel.
        var place = letters.IndexOfAny(['a', 'e']);
        place = place >= 0 ? place : letters.IndexOf("ou", StringComparison.Ordinal);
        place = place >= 0 ? place : letters.LastIndexOfAny(['i', 'o', 'u', 'ü']);
        return tone == 4 || place < 0 ? letters : string.Concat(letters.AsSpan(0, place), Marked.AsSpan(4 * Vowels.IndexOf(letters[place], StringComparison.Ordinal) + tone, 1), letters.AsSpan(place + 1));
    }
}
