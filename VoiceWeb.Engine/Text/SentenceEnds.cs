using System.Collections.Frozen;

namespace VoiceWeb.Engine.Text;

/// <summary>Tells a full stop that ends a sentence from one that belongs to an abbreviation, a number or a name.</summary>
internal static class SentenceEnds
{
    /// <summary>Stands where an instruction stood.</summary>
    public const char Masked = '\u2060';

    private const int LongestAbbreviation = 12;

    /// <summary>Words whose stop never ends a sentence, because what they announce follows.</summary>
    private static readonly FrozenSet<string> Announcing = FrozenSet.ToFrozenSet(
        [
            "mr", "mrs", "ms", "dr", "prof", "st", "rev", "gen", "col", "capt", "lt", "sgt", "cpt", "maj", "hon", "fr", "gov", "sen", "rep",
            "pres", "supt", "mt", "ft", "vs", "e.g", "i.e", "cf", "viz", "ca", "approx", "mme", "mlle", "hr", "frau", "bzw", "z.b", "d.h", "sra",
            "srta", "nr",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Words whose stop ends no sentence when a number follows.</summary>
    private static readonly FrozenSet<string> BeforeNumber = FrozenSet.ToFrozenSet(
        ["no", "nos", "rm", "fig", "figs", "vol", "p", "pp", "ch", "sec", "art", "ex", "eq", "ver", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Marks that end a sentence in scripts whose words are not spaced, or wherever they stand.</summary>
    public static bool IsFullStop(char mark) =>
        mark is '。' or '！' or '？' or '｡' or '．' or '؟' or '۔' or '।' or '॥' or '։' or '።' or '။' or '។' or '།' or '‼' or '⁇' or '⁈' or '⁉';

    /// <summary>Marks that end a sentence when a space, a capital or another script follows.</summary>
    public static bool IsStop(char mark) => mark is '.' or '!' or '?' or '…' or '‥';

    /// <summary>Quotes and brackets that close what stands before them.</summary>
    public static bool IsCloser(char mark) =>
        mark is '"' or '\'' or '”' or '’' or '」' or '』' or '）' or ')' or ']' or '】' or '》' or '〉' or '»' or '›' or '｣' or '］' or '}' or '〕' or '＂';

    /// <summary>
    /// Whether the run of stops from <paramref name="start"/> to <paramref name="after"/> ends a sentence.
    /// </summary>
    /// <param name="text">The whole text.</param>
    /// <param name="start">Index of the first stop of the run.</param>
    /// <param name="after">Index behind the run and its closing quotes.</param>
    public static bool Ends(string text, int start, int after)
    {
        if (after >= text.Length)
        {
            return true;
        }

        var next = after;
        while (next < text.Length && (char.IsWhiteSpace(text[next]) || text[next] == Masked) && text[next] is not ('\n' or '\r'))
        {
            next++;
        }

        if (next >= text.Length || text[next] is '\n' or '\r')
        {
            return true;
        }

        var following = text[next];
        var isSpaced = next > after;
        if (Scripts.IsWide(Scripts.CodePointAt(text, next)))
        {
            // "3.个" is hardly written; "OK.好" and "走…了" are: dots alone do not end, a pause mark before Chinese does.
            return text[start] is not ('…' or '‥') || isSpaced;
        }

        if (!isSpaced || char.IsLower(following) || following is ',' or ';' or ':' or '，' or '、' or '；')
        {
            return false;
        }

        return text[start] != '.' || after - start > 1 || !BelongsToWord(text, start, following);
    }

    private static bool BelongsToWord(string text, int stop, char following)
    {
        var begin = stop;
        while (begin > 0 && stop - begin < LongestAbbreviation && (char.IsLetterOrDigit(text[begin - 1]) || text[begin - 1] == '.'))
        {
            begin--;
        }

        var word = text.AsSpan(begin, stop - begin);
        if (word.IsEmpty)
        {
            return false;
        }

        if (word.Length == 1 && char.IsUpper(word[0]) && word[0] != 'I' && char.IsUpper(following))
        {
            return true; // an initial: J. K. Rowling
        }

        if (word.Length <= 3 && !word.ContainsAnyExceptInRange('0', '9'))
        {
            return IsLineStart(text, begin); // the number of a list entry
        }

        return Announcing.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)
            || (char.IsDigit(following) && BeforeNumber.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word));
    }

    private static bool IsLineStart(string text, int index)
    {
        for (var i = index - 1; i >= 0 && index - i < LongestAbbreviation; i--)
        {
            if (text[i] is '\n' or '\r')
            {
                return true;
            }

            if (!char.IsWhiteSpace(text[i]))
            {
                return false;
            }
        }

        return index < LongestAbbreviation;
    }
}
