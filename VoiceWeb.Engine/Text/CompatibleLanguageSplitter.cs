using System.Globalization;
using System.Text.RegularExpressions;

namespace VoiceWeb.Engine.Text;

/// <summary>
/// Splits a text into stretches of one language as upstream's segmenter does, with scripts in place of its language model: what has
/// a Latin letter is English, marks and signs go with what stands before them, digits with the longer neighbour.
/// </summary>
/// <remarks>GPT-SoVITS <c>text/LangSegmenter</c> and <c>TextPreprocessor</c> (MIT).</remarks>
internal static class CompatibleLanguageSplitter
{
    private const string Digit = "digit";
    private const string Stops = ",.!?，。！？";

    private static readonly Regex PlainEnglish = new(
        "^(?=.*[A-Za-z])[A-Za-z0-9\\s\u0020-\u007E\u2000-\u206F\u3000-\u303F\uFF00-\uFFEF]+$", RegexOptions.CultureInvariant);

    /// <summary>Splits a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mode">One of upstream's modes: <c>zh</c>, <c>all_zh</c>, <c>auto</c> and so on; <c>en</c> is not split.</param>
    public static List<LanguageSpan> Split(string text, string mode)
    {
        switch (mode)
        {
            case "en":
                return [new LanguageSpan("en", text)];
            case "all_zh" or "all_ja" or "all_ko":
                return Resolve(Sections(text), mode[4..]);
            case "all_yue":
                return Relabel(Resolve(Sections(text), "zh"));
            case "auto":
                return Resolve(Sections(text), null);
            case "auto_yue":
                return Relabel(Resolve(Sections(text), null));
            default:
                var result = new List<LanguageSpan>();
                foreach (var span in Resolve(Sections(text), null))
                {
                    Add(result, span with { Language = span.Language == "en" ? "en" : mode });
                }

                return result;
        }
    }

    private static List<LanguageSpan> Relabel(List<LanguageSpan> spans) =>
        spans.ConvertAll(span => span.Language == "zh" ? span with { Language = "yue" } : span);

    /// <summary>Stretches of one kind of character; marks, signs and spaces join what stands before them.</summary>
    private static List<LanguageSpan> Sections(string text)
    {
        var result = new List<LanguageSpan>();
        var start = 0;
        string? current = null;
        for (int i = 0, step; i < text.Length; i += step)
        {
            var codePoint = Scripts.CodePointAt(text, i);
            step = codePoint > char.MaxValue ? 2 : 1;
            var kind = KindOf(codePoint);
            if (kind is null || kind == current)
            {
                continue;
            }

            if (current is not null)
            {
                // Japanese mixes kana and Chinese characters.
                if (current is "zh" or "ja" && kind is "zh" or "ja")
                {
                    current = "ja";
                    continue;
                }

                result.Add(new LanguageSpan(current, text[start..i]));
                start = i;
            }

            current = kind;
        }

        if (text.Length > 0)
        {
            result.Add(new LanguageSpan(current ?? "x", text[start..]));
        }

        return result;
    }

    private static string? KindOf(int codePoint) => Scripts.Of(codePoint) switch
    {
        Script.Han => codePoint == '〇' ? null : "zh",
        Script.Kana => "ja",
        Script.Hangul => "ko",
        Script.None => CharUnicodeInfo.GetUnicodeCategory(codePoint) == UnicodeCategory.DecimalDigitNumber ? Digit : null,
        _ => "en",
    };

    private static List<LanguageSpan> Resolve(List<LanguageSpan> sections, string? given)
    {
        var items = new List<LanguageSpan>();
        foreach (var section in sections)
        {
            var language = section.Language == "en" && (given is null || PlainEnglish.IsMatch(section.Text)) ? "en" : given ?? section.Language;
            Add(items, section with { Language = language });
        }

        var result = new List<LanguageSpan>();
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            Add(result, item.Language is Digit or "x" ? item with { Language = LanguageOfDigits(items, i, result) } : item);
        }

        return result;
    }

    private static string LanguageOfDigits(List<LanguageSpan> items, int index, List<LanguageSpan> before)
    {
        var isLast = index == items.Count - 1;
        if (before.Count == 0)
        {
            return isLast ? "zh" : items[index + 1].Language;
        }

        var previous = before[^1];
        if (isLast || previous.Language == items[index + 1].Language)
        {
            return previous.Language;
        }

        var next = items[index + 1];
        if (Stops.Contains(previous.Text[^1], StringComparison.Ordinal))
        {
            return next.Language;
        }

        return Stops.Contains(next.Text[0], StringComparison.Ordinal) || items[index].Text[^1] is '。' or '.'
            || previous.Text.Length >= next.Text.Length
                ? previous.Language
                : next.Language;
    }

    private static void Add(List<LanguageSpan> spans, LanguageSpan span)
    {
        if (spans.Count > 0 && spans[^1].Language == span.Language)
        {
            spans[^1] = spans[^1] with { Text = spans[^1].Text + span.Text };
        }
        else
        {
            spans.Add(span);
        }
    }
}
