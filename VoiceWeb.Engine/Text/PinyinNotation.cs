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

    /// <summary>A syllable with its tone as a digit: <c>zhǎng</c> gives <c>zhang3</c>. What has no mark stays.</summary>
    public static string WithDigit(string syllable)
    {
        ArgumentNullException.ThrowIfNull(syllable);
        for (var i = 0; i < syllable.Length; i++)
        {
            var marked = Marked.IndexOf(syllable[i], StringComparison.Ordinal);
            if (marked >= 0)
            {
                return string.Concat(syllable.AsSpan(0, i), Vowels.AsSpan(marked / 4, 1), syllable.AsSpan(i + 1)) + (char)('1' + marked % 4);
            }
        }

        return syllable;
    }
}
