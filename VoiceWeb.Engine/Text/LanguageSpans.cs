using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using VoiceWeb.Engine.Text.Chinese;

namespace VoiceWeb.Engine.Text;

/// <summary>
/// Splits a sentence into stretches of one language, by script. Numbers and signs go with the language that the sentence is mainly in,
/// units with their number, marks with what stands before them. Linear in the length.
/// </summary>
internal static class LanguageSpans
{
    private const string Openers = "“‘（([{《〈「『【";
    private const string Signs = "+=×÷<>≤≥≠≈±√∛∞∪∩⊂⊆∉∅∂∝⊙∵∴%‰°℃℉$¥￥€£²³¹⁰⁴⁵⁶⁷⁸⁹ⁿ∑∫∈∠⊥∥△&@#½¼¾⅓⅔";

    private static readonly SearchValues<char> SignUnits = SearchValues.Create(Signs);

    private static readonly Regex Address = new(
        @"(?:https?://|(?<![A-Za-z0-9])www\.)[A-Za-z0-9./?#=&_%+:~\-]{1,300}|(?<![A-Za-z0-9.])[A-Za-z0-9._+\-]{1,64}@(?:[A-Za-z0-9\-]{1,63}\.){1,6}[A-Za-z]{2,24}"
        + @"|(?<![A-Za-z0-9.@])(?:[A-Za-z0-9\-]{1,63}\.){1,6}(?:com|org|net|edu|gov|io|cn|info)(?![A-Za-z0-9@])(?:/[A-Za-z0-9./?#=&_%+:~\-]{0,200})?",
        RegexOptions.CultureInvariant);

    private static readonly Regex Unit = new(@"\G" + ChineseUnits.Pattern, RegexOptions.CultureInvariant);

    private const int CurrentNear = 10;
    private const int LongestLessonWord = 12;

    /// <summary>English words whose number is said in English too.</summary>
    private static readonly Regex LessonWord = new(
        @"(?<![A-Za-z])(?:Unit|Lesson|Module|Chapter|Page|Part|Section|Book|Grade|Class|Step|Task|Exercise|Activity|Topic|Level|Test)\s$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>Splits a sentence; the spans touch and cover it.</summary>
    /// <param name="text">The sentence.</param>
    /// <param name="main">The language that it is mainly in.</param>
    /// <param name="chinese">The tag that Chinese characters get: <c>zh</c>, or <c>yue</c>, <c>ja</c> where the writer says so.</param>
    public static List<(int Start, int End, string Language)> Split(string text, string main, string chinese)
    {
        var runs = new List<(int Start, int End, string? Language)>();
        var address = Address.Match(text);
        for (var i = 0; i < text.Length;)
        {
            while (address.Success && address.Index < i)
            {
                address = address.NextMatch();
            }

            if (address.Success && address.Index == i)
            {
                Add(runs, i, i + address.Length, "en");
                i += address.Length;
                continue;
            }

            var end = Token(text, i, main, chinese, out var language);
            Add(runs, i, end, language);
            i = end;
        }

        return Resolve(text, runs, main);
    }

    private static int Token(string text, int index, string main, string chinese, out string? language)
    {
        var codePoint = Scripts.CodePointAt(text, index);
        var next = index + (codePoint > char.MaxValue ? 2 : 1);
        language = Scripts.Of(codePoint) switch
        {
            Script.Han => chinese,
            Script.Kana => "ja",
            Script.Hangul => "ko",
            Script.None or Script.Greek => null,
            Script.Latin => LatinOf(main),
            _ => main,
        };
        if (language is null || Scripts.Of(codePoint) != Script.Latin)
        {
            return next;
        }

        if (text[index] is 'C' or 'F' && index > 0 && text[index - 1] == '°')
        {
            language = null;
            return next;
        }

        // 100w用户, 60w灯泡: the letter stands for 万, or for 瓦.
        if (main.StartsWith("zh", StringComparison.Ordinal) && text[index] == 'w' && next < text.Length && Scripts.Of(text[next]) == Script.Han && index > 0 && char.IsAsciiDigit(text[index - 1]))
        {
            language = null;
            return next;
        }

        if (main.StartsWith("zh", StringComparison.Ordinal) && FollowsDigit(text, index) && Unit.Match(text, index) is { Success: true } unit
            && (unit.Value != "A" || IsAboutCurrent(text, index)))
        {
            language = null;
            return index + unit.Length;
        }

        while (next < text.Length && (Scripts.Of(text[next]) == Script.Latin
            || (text[next] is '\'' or '’' or '-' or '.' && next + 1 < text.Length && Scripts.Of(text[next + 1]) == Script.Latin)
            || CharUnicodeInfo.GetUnicodeCategory(text[next]) == UnicodeCategory.NonSpacingMark))
        {
            next++;
        }

        return next;
    }

    private static string LatinOf(string main) => main is "zh" or "yue" or "ja" or "ko" or "ru" or "el" or "ar" or "he" or "hi" or "th" ? "en" : main;

    private static bool FollowsDigit(string text, int index)
    {
        for (var i = index - 1; i >= 0 && i >= index - 2; i--)
        {
            if (text[i] != ' ')
            {
                return char.IsAsciiDigit(text[i]) || text[i] is '²' or '³' or '¹' or '⁰' or (>= '⁴' and <= '⁹');
            }
        }

        return false;
    }

    /// <summary>Whether the A behind a number is the ampere, and not a seat, a size or a rank.</summary>
    private static bool IsAboutCurrent(string text, int index) =>
        text.AsSpan(Math.Max(0, index - CurrentNear), Math.Min(text.Length, index + CurrentNear) - Math.Max(0, index - CurrentNear)).IndexOfAny("电流安充线") >= 0;

    private static void Add(List<(int Start, int End, string? Language)> runs, int start, int end, string? language)
    {
        if (runs.Count > 0 && runs[^1].Language == language)
        {
            runs[^1] = (runs[^1].Start, end, language);
        }
        else
        {
            runs.Add((start, end, language));
        }
    }

    private static List<(int Start, int End, string Language)> Resolve(string text, List<(int Start, int End, string? Language)> runs, string main)
    {
        var result = new List<(int Start, int End, string Language)>();
        for (var i = 0; i < runs.Count; i++)
        {
            var (start, end, language) = runs[i];
            if (language is not null)
            {
                Append(result, start, end, language);
                continue;
            }

            var before = result.Count > 0 ? result[^1].Language : null;
            var after = i + 1 < runs.Count ? runs[i + 1].Language : null;
            var body = start;
            while (body < end && !IsSpoken(text[body]) && !Openers.Contains(text[body], StringComparison.Ordinal))
            {
                body++;
            }

            if (body > start)
            {
                var closesVariable = main == "zh" && text[start] == ')' && start > 2 && text[start - 2] == '(' && char.IsAsciiLetter(text[start - 1]) && char.IsAsciiLetter(text[start - 3]);
                Append(result, start, body, closesVariable ? main : before ?? after ?? main);
            }

            // f(x), x-2y: formulas are said in the language around them.
            var isFormula = main == "zh" && body > 0 && body + 1 < text.Length && char.IsAsciiLetter(text[body - 1]) && (body == 1 || !char.IsAsciiLetter(text[body - 2]))
                && (text[body] == '(' || (text[body] == '-' && char.IsAsciiLetterLower(text[body - 1]) && char.IsAsciiDigit(text[body + 1])));
            if (body < end && isFormula)
            {
                Append(result, body, end, main);
            }
            else if (body < end)
            {
                Append(result, body, end, before == "en" && LessonWord.IsMatch(text[Math.Max(0, body - LongestLessonWord)..body]) ? "en" : LanguageOfNumber(text.AsSpan(body, end - body), before, after, main));
            }
        }

        return result;
    }

    private static string LanguageOfNumber(ReadOnlySpan<char> text, string? before, string? after, string main)
    {
        if (main == "zh" && text is [>= '₀' and <= '₉'])
        {
            return main; // H₂O
        }

        var hasSign = text.IndexOfAny(SignUnits) >= 0;
        var hasDigit = text.IndexOfAnyInRange('0', '9') >= 0;
        if (!hasSign && !hasDigit)
        {
            return after ?? before ?? main; // an opening bracket goes with what it opens
        }

        return before == after && before is not null && !(hasSign && main == "zh") ? before : main;
    }

    private static bool IsSpoken(char unit) =>
        Scripts.IsSpeakable(unit) || Signs.Contains(unit, StringComparison.Ordinal) || unit is '-' or '−' || char.IsSymbol(unit);

    private static void Append(List<(int Start, int End, string Language)> spans, int start, int end, string language)
    {
        if (spans.Count > 0 && spans[^1].Language == language)
        {
            spans[^1] = (spans[^1].Start, end, language);
        }
        else
        {
            spans.Add((start, end, language));
        }
    }
}
