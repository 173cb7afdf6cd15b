using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace VoiceWeb.Engine.Text.English;

/// <summary>
/// Writes an English text as a teacher would read it aloud. Leaves only letters, spaces and <c>' . , ? ! -</c>; words in capitals that
/// are spelled come out letter by letter. Immutable, linear in the length.
/// </summary>
internal static partial class EnglishNormalizer
{
    private static readonly Regex Unreadable = Of(@"[^ A-Za-z'.,?!\-]");
    private static readonly Regex Marks = Of(@"\s*([!?.,])(?:\s*[!?.,\-])*");
    private static readonly Regex Formula = Of($"^(?:{Elements}){{2,4}}$");
    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouy'");
    private static readonly Regex Subscript = Of("((?<![A-Za-z])log)?([₀-₉]{1,9})(?=([0-9]))?");
    private static readonly Regex Blanks = Of(" {2,}");
    private const int LongestCluster = 3; // letters without a vowel that nobody could say as a word

    private static readonly Regex Word = Of("[A-Za-z]+(?:'[A-Za-z]+)?");
    private static readonly Regex Hump = Of("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})");
    private static readonly Regex LetterDigit = Of("(?<=[A-Za-z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])");

    /// <summary>Writes the spoken form of a text.</summary>
    public static string Normalize(string source)
    {
        var text = LongNumbers.Space(Blanks.Replace(Plain(WithSubscripts(source)), " "));
        var hasNumbers = text.AsSpan().IndexOfAnyInRange('0', '9') >= 0 || text.Contains('=', StringComparison.Ordinal);
        for (var i = 0; i < Rules.Length; i++)
        {
            if (hasNumbers || !IsAboutNumbers[i])
            {
                var (pattern, read) = Rules[i];
                var around = text;
                text = pattern.Replace(text, found => Apart(around, found, read(found)));
            }
        }

        text = LetterDigit.Replace(text, " ");
        text = Number.Replace(text, ReadNumber);
        text = Unreadable.Replace(CompatibleEnglishNormalizer.WithoutAccents(SpellSigns(text)), " ");
        text = Word.Replace(text, found => SpellWord(found.Value));
        text = Marks.Replace(Blanks.Replace(text, " "), KeepStrongest);
        return text.TrimStart(' ', ',', '-').TrimEnd(' ', '-');
    }

    /// <summary>A number that stands against a letter, as in "PM2.5" and "1.2k", becomes words that stand apart from it.</summary>
    private static string Apart(string text, Match found, string spoken)
    {
        var after = found.Index + found.Length;
        var before = found.Index > 0 && char.IsAsciiLetter(text[found.Index - 1]) && spoken.Length > 0 && char.IsAsciiLetter(spoken[0]) && !char.IsAsciiLetter(found.Value[0]);
        var behind = after < text.Length && char.IsAsciiLetter(text[after]) && spoken.Length > 0 && char.IsAsciiLetter(spoken[^1]) && !char.IsAsciiLetter(found.Value[^1]);
        return (before ? " " : string.Empty) + spoken + (behind ? " " : string.Empty);
    }

    private static string Plain(string source) => string.Concat(source.Select(unit => unit switch
    {
        '’' or '‘' or '＇' or '′' => '\'',
        '，' or '、' => ',',
        '；' or '：' => unit == '：' ? ':' : ';',
        '。' or '．' => '.',
        '！' => '!',
        '？' => '?',
        '–' or '−' or '‐' or '‑' => '-',
        '\n' or '\r' or '\t' or '\u00A0' or '\u3000' => ' ',
        '％' => '%',
        >= '０' and <= '９' or >= 'Ａ' and <= 'Ｚ' or >= 'ａ' and <= 'ｚ' => (char)(unit - 0xFEE0),
        '￥' => '¥',
        '＄' => '$',
        _ => unit,
    }));

    /// <summary>Small figures below the line as plain ones, never run together with what follows: log₂8, H₂O.</summary>
    private static string WithSubscripts(string source) => !source.AsSpan().ContainsAnyInRange('₀', '₉') ? source : Subscript.Replace(source, found =>
    {
        var digits = SmallFigures.ToDigits(found.Groups[2].Value);
        return found.Groups[1].Success ? $"log base {digits} of " : digits + (found.Groups[3].Success ? " " : string.Empty);
    });

    private static string KeepStrongest(Match found)
    {
        var run = found.Value;
        var mark = run.Contains('?', StringComparison.Ordinal) ? '?' : run.Contains('!', StringComparison.Ordinal) ? '!'
            : run.Contains('.', StringComparison.Ordinal) ? '.' : ',';
        return mark.ToString();
    }

    /// <summary>Spells words in capitals and parts camel case; words that are said as words stay.</summary>
    private static string SpellWord(string word)
    {
        var lower = word.ToLowerInvariant();
        if (word.Length > 1 && word.Length <= LongestCluster && !lower.AsSpan().ContainsAny(Vowels) && !Interjections.Contains(lower)
            && !PronouncingDictionary.Default.HasWord(lower))
        {
            return string.Join(' ', word.ToCharArray()); // dx, Nf
        }

        if (word.Length == 1 || word == lower || word == char.ToUpperInvariant(word[0]) + lower[1..])
        {
            return word;
        }

        if (Brands.TryGetValue(word, out var brand))
        {
            return brand;
        }

        if (Formula.IsMatch(word))
        {
            return string.Join(' ', word.ToUpperInvariant().ToCharArray()); // NaCl
        }

        var parts = Hump.Split(word);
        if (parts.Length > 1)
        {
            return string.Join(' ', parts.Select(part => part.Length == 0 ? part : SpellWord(part)));
        }

        var stem = word.EndsWith("'s", StringComparison.Ordinal) || word.EndsWith("'S", StringComparison.Ordinal) ? word[..^2]
            : word.EndsWith('s') && word.Length > 2 ? word[..^1] : word;
        if (stem.Any(char.IsAsciiLetterLower) || stem.Contains('\'', StringComparison.Ordinal))
        {
            return lower;
        }

        // SHOUTED words are words; short ones in capitals are letters unless people say them as a word.
        var isWord = SaidAsWords.Contains(stem) || (stem.Length > 3 && PronouncingDictionary.Default.HasWord(stem.ToLowerInvariant()))
            || stem.Length > 5;
        return isWord ? lower : string.Join(' ', stem.ToCharArray()) + (word.Length > stem.Length ? "'s" : string.Empty);
    }

    private static string ReadNumber(Match found)
    {
        var digits = found.ValueSpan;
        if ((digits.Length > 1 && digits[0] == '0') || (digits.Length > 6 && !digits.EndsWith("000")))
        {
            return ReadDigits(digits);
        }

        return digits.Length == 4 && int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) is > 1099 and < 2100 and var year
            ? EnglishNumbers.Year(year)
            : EnglishNumbers.Cardinal(digits);
    }

    private static string ReadDigits(ReadOnlySpan<char> digits)
    {
        var names = new List<string>();
        foreach (var digit in digits)
        {
            names.Add(EnglishNumbers.Pair(digit - '0'));
        }

        return string.Join(' ', names);
    }

    private static Regex Of(string pattern) => new(pattern, RegexOptions.CultureInvariant);
}
