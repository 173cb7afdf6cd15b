using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// Where a long sentence may be cut after its first clause: sound can begin only when all codes of a piece are drawn, and of a short piece they are soon.
/// Lengths are counted in letters; a Chinese character takes about as long as three.
/// </summary>
internal static class FirstClause
{
    private const string Marks = ",;:，；：、";
    private const int HanWeight = 3;
    private const int LongSentence = 72, ShortestClause = 12, LongestClause = 48, ShortestRest = 24;

    /// <summary>Behind the mark that ends the first clause; null where the sentence stays whole, as one with instructions does.</summary>
    public static int? EndOf(string text)
    {
        if (Markup.Tags(text).Any())
        {
            return null;
        }

        var total = text.Sum(Weight);
        if (total < LongSentence)
        {
            return null;
        }

        var before = 0;
        for (var i = 0; i + 1 < text.Length && before <= LongestClause; i++)
        {
            before += Weight(text[i]);
            // A comma between digits belongs to a number, a colon to a time.
            if (Marks.Contains(text[i], StringComparison.Ordinal) && (text[i] >= '\u2E80' || !char.IsLetterOrDigit(text[i + 1]))
                && before is >= ShortestClause and <= LongestClause && total - before >= ShortestRest)
            {
                return i + 1;
            }
        }

        return null;
    }

    private static int Weight(char unit) => !char.IsLetterOrDigit(unit) ? 0 : unit >= '\u2E80' ? HanWeight : 1;
}
