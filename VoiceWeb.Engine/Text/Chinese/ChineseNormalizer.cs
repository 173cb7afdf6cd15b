using System.Globalization;
using System.Text.RegularExpressions;

namespace VoiceWeb.Engine.Text.Chinese;

/// <summary>
/// Writes a Chinese text as a teacher would read it aloud: numbers, dates, times, money, units and signs in words. Goes from left to
/// right; at each number the first rule that fits takes it. Immutable, linear in the length.
/// </summary>
internal sealed partial class ChineseNormalizer
{
    private const int LongestNumber = 24;

    private readonly Simplifier _simplifier = Simplifier.Default;
    private readonly PinyinDictionary _pinyin = PinyinDictionary.Default;

    /// <summary>Writes the spoken form of a text.</summary>
    /// <param name="source">The text; Latin letters in it are passed over.</param>
    /// <param name="from">Where the Chinese stretch of it starts; what stands around it is only looked at.</param>
    /// <param name="to">Where the stretch ends.</param>
    /// <param name="unknown">Receives the places of characters that have no reading.</param>
    public SpokenText Normalize(string source, int from, int to, ICollection<int> unknown)
    {
        var text = HalfWidth(_simplifier.Simplify(source, upstream: false));
        var spoken = new SpokenText();
        for (var i = from; i < to;)
        {
            var taken = Number(text, i, to, spoken);
            if (taken == 0)
            {
                taken = Sign(text, i, spoken, unknown);
            }

            i += taken;
        }

        return spoken;
    }

    private static int Number(string text, int index, int to, SpokenText spoken)
    {
        var first = text[index];
        if (!char.IsAsciiDigit(first) && first is not ('-' or '−' or '+' or '.' or '^' or '§' or '#' or '↑' or '↓' or (>= '₀' and <= '₉') or '⁰' or '¹' or '²' or '³' or '⁻')
            && first is not (>= '⁴' and <= '⁹') && ChineseUnits.CurrencyOf(first) is null)
        {
            return 0;
        }

        if (char.IsAsciiDigit(first))
        {
            var end = text.AsSpan(index).IndexOfAnyExceptInRange('0', '9');
            var length = end < 0 ? text.Length - index : end;
            if (length > LongestNumber)
            {
                spoken.Append(ChineseNumbers.ReadDigits(text.AsSpan(index, length)), index);
                return length;
            }
        }

        foreach (var (pattern, read) in Rules)
        {
            var found = pattern.Match(text, index);
            if (found.Success && found.Length > 0 && index + found.Length <= to && read(found, text) is { } reading)
            {
                spoken.Append(reading, index);
                return found.Length;
            }
        }

        return 0;
    }

    private int Sign(string text, int index, SpokenText spoken, ICollection<int> unknown)
    {
        var unit = text[index];
        var name = unit switch
        {
            '/' => SlashName(text, index),
            '(' or ')' when IsOfVariable(text, index) => string.Empty,
            '|' => BarName(text, index),
            '#' => IsTopic(text, index) ? string.Empty : "井号",
            '-' or '−' or '*' => OperatorName(text, index),
            _ => SpokenSigns.NameOf(unit),
        };
        if (name is not null)
        {
            spoken.Append(name, index);
        }
        else if (unit is >= '\u4E00' and <= '\u9FA5' || _pinyin.ReadingsOf(unit).Length > 0)
        {
            spoken.Append(unit.ToString(), index);
        }
        else if (!char.IsAsciiLetterOrDigit(unit) && !char.IsLowSurrogate(unit)
            && CharUnicodeInfo.GetUnicodeCategory(unit) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.NonSpacingMark))
        {
            unknown.Add(index);
        }

        return 1;
    }

    private static string SlashName(string text, int index)
    {
        if (IsOperand(text, index - 1) && index + 1 < text.Length && (char.IsAsciiDigit(text[index + 1]) || text[index + 1] == '('))
        {
            return "除以";
        }

        // 元/斤, 次/天: a rate. 男/女: a choice, read with a pause.
        return index > 0 && index + 1 < text.Length && "元角分块米克吨升次个人度瓦字篇页斤钟时0123456789".Contains(text[index - 1], StringComparison.Ordinal)
            && "年月日天时分秒斤个人次千公平立米吨升克只件台间晚周小节本张位名份盒瓶袋套包条课".Contains(text[index + 1], StringComparison.Ordinal) ? "每" : ",";
    }

    // #话题#: the signs around a topic are not said.
    private static bool IsTopic(string text, int index)
    {
        const int Longest = 30;
        bool IsClosed(ReadOnlySpan<char> part, int other) => other > 0 && !part[..other].ContainsAny(" ，。");
        var after = text.AsSpan(index + 1, Math.Min(Longest, text.Length - index - 1));
        var before = text.AsSpan(Math.Max(0, index - Longest), Math.Min(Longest, index));
        return IsClosed(after, after.IndexOf('#')) || (before.LastIndexOf('#') is >= 0 and var other && other < before.Length - 1 && !before[(other + 1)..].ContainsAny(" ，。"));
    }

    // f(x): the brackets are no pause.
    private static bool IsOfVariable(string text, int index)
    {
        var open = text[index] == '(' ? index : index - 2;
        return open > 0 && open + 2 < text.Length && text[open] == '(' && text[open + 2] == ')' && char.IsAsciiLetter(text[open - 1]) && char.IsAsciiLetter(text[open + 1])
            && (open == 1 || !char.IsAsciiLetter(text[open - 2]));
    }

    // |x|: the closing bar says what the two mean, unless the writer has.
    private static string BarName(string text, int index)
    {
        const int Longest = 20;
        var open = text.LastIndexOf('|', index - 1 < 0 ? 0 : index - 1, Math.Min(index, Longest));
        var isClosing = open >= 0 && open < index - 1 && text.AsSpan(0, index).Count('|') % 2 == 1 && !text.AsSpan(open + 1, index - open - 1).ContainsAny(" ，。");
        return isClosing && !text.AsSpan(0, open).EndsWith("绝对值") ? "的绝对值" : string.Empty;
    }

    private static string OperatorName(string text, int index)
    {
        if (text[index] == '*')
        {
            return IsOperand(text, index - 1) && IsOperand(text, index + 1) ? "乘" : string.Empty;
        }

        if (IsOperand(text, index - 1) && IsOperand(text, index + 1))
        {
            return IsName(text, index) ? string.Empty : "减";
        }

        // -a: one letter, where nothing stands that it could be taken from.
        if (index + 1 < text.Length && char.IsAsciiLetterLower(text[index + 1]) && (index + 2 == text.Length || !char.IsAsciiLetter(text[index + 2])))
        {
            return "负";
        }

        return index > 0 && index + 1 < text.Length && Scripts.IsWide(text[index - 1]) && Scripts.IsWide(text[index + 1]) ? "," : string.Empty;
    }

    // COVID-19, GPT-4: a word and its number.
    private static bool IsName(string text, int index) =>
        index > 1 && char.IsAsciiDigit(text[index + 1]) && char.IsAsciiLetter(text[index - 1]) && char.IsAsciiLetter(text[index - 2])
        || (index > 0 && char.IsAsciiLetterUpper(text[index - 1]) && char.IsAsciiDigit(text[index + 1]) && text.IndexOf('=', StringComparison.Ordinal) < 0);

    private static bool IsOperand(string text, int index) =>
        index >= 0 && index < text.Length
        && (char.IsAsciiLetterOrDigit(text[index]) || text[index] is ')' or '(' or '²' or '³' or 'π' or '√' or '%' || (text[index] is >= 'α' and <= 'ω'));

    private static string HalfWidth(string text) => string.Create(text.Length, text, static (target, source) =>
    {
        for (var i = 0; i < target.Length; i++)
        {
            var unit = source[i];
            target[i] = unit is >= '０' and <= '９' or >= 'Ａ' and <= 'Ｚ' or >= 'ａ' and <= 'ｚ' or '％' or '＋' or '＝' or '－' or '／' or '．'
                ? (char)(unit - 0xFEE0)
                : unit;
        }
    });

    private static Regex At(string pattern) => new(@"\G" + pattern, RegexOptions.CultureInvariant);
}
