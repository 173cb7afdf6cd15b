using System.Globalization;

namespace VoiceWeb.Engine.Text;

/// <summary>How one word or phrase is to be read.</summary>
/// <param name="Written">As it stands in a text; 1 to 64 characters. Latin letters match in any case, and only whole words.</param>
/// <param name="Language">BCP 47 tag of the word: <c>zh</c> or <c>en</c> for a reading, any for an alias.</param>
/// <param name="Reading">Pinyin syllables with tone digits, one a character (<c>zhang3 da4</c>), or ARPAbet (<c>HH AH0 L OW1</c>); or, for an alias, the words to say instead.</param>
/// <param name="IsAlias">Whether <paramref name="Reading"/> is words.</param>
public sealed record PronunciationEntry(string Written, string Language, string Reading, bool IsAlias = false)
{
    internal const int LongestWritten = 64;
    internal const int LongestReading = 200;

    /// <summary>What is wrong with this entry, in a sentence for a user; null when nothing is.</summary>
    public string? Problem() => Check()?.Sentence;

    /// <summary>Stable name of what is wrong with this entry: <c>written</c>, <c>reading</c>, <c>language</c>, <c>notation</c>, <c>count</c>, <c>letters</c>; null when nothing is.</summary>
    public string? ProblemCode() => Check()?.Code;

    private (string Code, string Sentence)? Check()
    {
        if (string.IsNullOrWhiteSpace(Written) || Written.Length > LongestWritten || Written.Any(IsBarred))
        {
            return ("written", string.Create(CultureInfo.InvariantCulture, $"The written form has 1 to {LongestWritten} characters, none of them a control character or a square bracket."));
        }

        if (string.IsNullOrWhiteSpace(Reading) || Reading.Length > LongestReading || Reading.Any(IsBarred))
        {
            return ("reading", $"'{Written}': the reading has 1 to {LongestReading} characters, none of them a control character or a square bracket.");
        }

        if (!LanguageDetector.IsTag(Language) || Language == "auto")
        {
            return ("language", $"'{Written}': '{Language}' is no language. Write zh, en or another language tag.");
        }

        if (IsAlias)
        {
            return null;
        }

        return Markup.ParseReading(Reading) switch
        {
            null => ("notation", $"'{Written}': '{Reading}' is no reading. Write pinyin as zhang3 da4, or ARPAbet as HH AH0 L OW1."),
            { IsPinyin: true } parsed when parsed.Reading.Count != Written.Length || Written.Any(unit => Scripts.Of(unit) != Script.Han) =>
                ("count", $"'{Written}': pinyin needs one syllable for each Chinese character."),
            { IsPinyin: false } when !Written.All(unit => Scripts.Of(unit) == Script.Latin || unit is '\'' or '-' or '’' or '.') =>
                ("letters", $"'{Written}': ARPAbet is for a word in Latin letters."),
            _ => null,
        };
    }

    private static bool IsBarred(char unit) => char.IsControl(unit) || char.IsSurrogate(unit) || unit is '[' or ']' or '\u2028' or '\u2029' or '\uFFFE' or '\uFFFF';
}
