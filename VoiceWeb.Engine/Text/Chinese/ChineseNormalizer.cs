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
        if (!char.IsAsciiDigit(first) && first is not ('-' or '−' or '+' or '.' or '⁰' or '¹' or '²' or '³' or '⁻')
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
        return index > 0 && index + 1 < text.Length && "元角分块米克吨升次个人度瓦字篇页斤".Contains(text[index - 1], StringComparison.Ordinal)
            && "年月日天时分秒斤个人次千公平立米吨升克只件台间晚周小".Contains(text[index + 1], StringComparison.Ordinal) ? "每" : ",";
    }

    private static string OperatorName(string text, int index)
    {
        if (text[index] == '*')
        {
            return IsOperand(text, index - 1) && IsOperand(text, index + 1) ? "乘" : string.Empty;
        }

        if (IsOperand(text, index - 1) && IsOperand(text, index + 1))
        {
            return "减";
        }

        return index > 0 && index + 1 < text.Length && Scripts.IsWide(text[index - 1]) && Scripts.IsWide(text[index + 1]) ? "," : string.Empty;
    }

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
                : unit is >= '₀' and <= '₉' ? (char)('0' + unit - '₀') : unit;
        }
    });

    private static Regex At(string pattern) => new(@"\G" + pattern, RegexOptions.CultureInvariant);
}
