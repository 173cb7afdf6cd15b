using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace VoiceWeb.Engine.Text.English;

/// <summary>
/// Writes an English text as upstream's front-end speaks it, with its defects. Leaves only letters, spaces and <c>' . , ? ! -</c>.
/// Immutable.
/// </summary>
/// <remarks>The order of rules in GPT-SoVITS <c>text/en_normalization/expend.py</c> (MIT); number words as inflect has them.</remarks>
internal static class CompatibleEnglishNormalizer
{
    private const string Superscript = "[⁰¹²³⁴⁵⁶⁷⁸⁹ˣʸⁿ]*";
    private const string Operand = @$"(-?)([0-9]+)(\.[0-9]+)?{Superscript}|\.[0-9]+{Superscript}|[A-Za-z]{Superscript}";

    private static readonly Regex ListNumber = Of(@"\b([0-9]+)\. ");
    private static readonly Regex Arithmetic = Of($@"(?<left>{Operand})\s+(?<operator>[+\-×÷=])\s+(?<right>{Operand})");
    private static readonly Regex Negative = Of(@"(?:^|\s+)-([0-9]+)");
    private static readonly Regex Thousands = Of("[0-9][0-9,]+[0-9]");
    private static readonly Regex Time = Of(@"\b([01]?[0-9]|2[0-3]):([0-5][0-9])\b");
    private static readonly Regex Measurement = Of(@"\b(([0-9]+(\.[0-9]+)?)(m|km|km/h|ft|L|tbsp|tsp|h|min|s|°C|°F))\b");
    private static readonly Regex PoundsBefore = Of(@"£([0-9.,]*[0-9]+)");
    private static readonly Regex PoundsAfter = Of(@"(?<![0-9.,])([0-9.,]*[0-9])£");
    private static readonly Regex DollarsBefore = Of(@"\$([0-9.,]*[0-9]+)");
    private static readonly Regex DollarsAfter = Of(@"(?<![(0-9.,])([(0-9.,]*[0-9])\$");
    private static readonly Regex DecimalNumber = Of(@"(?<![0-9])([0-9]+)\.(\s*[0-9]+)");
    private static readonly Regex Fraction = Of("([0-9]+)/([0-9]+)");
    private static readonly Regex OrdinalNumber = Of("(?<![0-9])([0-9]+)(st|nd|rd|th)");
    private static readonly Regex Number = Of("[0-9]+");
    private static readonly Regex Unreadable = Of(@"[^ A-Za-z'.,?!\-]");
    private static readonly Regex InnerCapital = Of(@"(?<!^)(?<![\s])([A-Z])");
    private static readonly Regex RepeatedMarks = Of(@"([!?…,.\-\s])([!?…,.\-])+");

    public static string Normalize(string source)
    {
        var text = source.Replace('。', '.').Replace('！', '!').Replace('？', '?');
        text = ListNumber.Replace(LongNumbers.Space(text), found => EnglishNumbers.Ordinal(EnglishNumbers.Cardinal(found.Groups[1].ValueSpan, and: true)) + ", ");
        while (Arithmetic.IsMatch(text))
        {
            text = Arithmetic.Replace(text, found => found.Groups["left"].Value + OperatorName(found.Groups["operator"].Value) + found.Groups["right"].Value);
        }

        text = Negative.Replace(text, "negative $1");
        text = Thousands.Replace(text, found => found.Value.Replace(",", string.Empty, StringComparison.Ordinal));
        text = Time.Replace(LongNumbers.Space(text), ReadTime);
        text = Measurement.Replace(text, ReadMeasurement);
        text = PoundsBefore.Replace(text, found => ReadMoney(found.Groups[1].Value, "pound", "pounds", "penny", "pence"));
        text = PoundsAfter.Replace(text, found => ReadMoney(found.Groups[1].Value, "pound", "pounds", "penny", "pence"));
        text = DollarsBefore.Replace(text, found => ReadMoney(found.Groups[1].Value, "dollar", "dollars", "cent", "cents"));
        text = DollarsAfter.Replace(text, found => ReadMoney(found.Groups[1].Value, "dollar", "dollars", "cent", "cents"));
        text = DecimalNumber.Replace(text, found => found.Groups[1].Value + " point " + string.Join(' ', found.Groups[2].Value.ToCharArray()));
        text = Fraction.Replace(text, ReadFraction);
        text = OrdinalNumber.Replace(text, found => EnglishNumbers.Ordinal(EnglishNumbers.Cardinal(found.Groups[1].ValueSpan, and: true)));
        text = Number.Replace(text, ReadNumber);
        text = Unreadable.Replace(WithoutAccents(text).Replace("%", " percent", StringComparison.Ordinal), string.Empty);
        text = text.Replace("i.e.", "that is", StringComparison.OrdinalIgnoreCase).Replace("e.g.", "for example", StringComparison.OrdinalIgnoreCase);
        return RepeatedMarks.Replace(InnerCapital.Replace(text, " $1"), "$1");
    }

    internal static string WithoutAccents(string text) =>
        string.Concat(LoneSurrogates.Replace(text).Normalize(NormalizationForm.FormD).Where(unit => CharUnicodeInfo.GetUnicodeCategory(unit) != UnicodeCategory.NonSpacingMark));

    internal static string ReadFraction(Match found)
    {
        var numerator = EnglishNumbers.Cardinal(found.Groups[1].ValueSpan, and: true);
        var isOne = found.Groups[1].ValueSpan.TrimStart('0') is "1";
        return found.Groups[2].ValueSpan.TrimStart('0') switch
        {
            "2" => numerator + (isOne ? " half" : " halves"),
            "1" => numerator,
            _ => numerator + " " + EnglishNumbers.Ordinal(EnglishNumbers.Cardinal(found.Groups[2].ValueSpan, and: true))
                + (isOne || numerator == "zero" ? string.Empty : "s"),
        };
    }

    private static string ReadNumber(Match found) =>
        int.TryParse(found.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is > 1000 and < 3000
            ? EnglishNumbers.Year(value)
            : EnglishNumbers.Cardinal(found.ValueSpan);

    private static string ReadTime(Match found)
    {
        var hours = int.Parse(found.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        var minutes = int.Parse(found.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        var period = hours < 12 ? "a.m." : "p.m.";
        var hour = EnglishNumbers.Pair(hours > 12 ? hours - 12 : hours);
        return minutes == 0 ? $"{hour} o'clock {period}" : $"{hour} {EnglishNumbers.Pair(minutes)} {period}";
    }

    private static string ReadMeasurement(Match found)
    {
        var unit = found.Groups[4].Value;
        var isOne = !found.Groups[3].Success && found.Groups[2].ValueSpan.TrimStart('0') is "1";
        var name = unit switch
        {
            "m" => isOne ? "meter" : "meters",
            "km" => isOne ? "kilometer" : "kilometers",
            "km/h" => isOne ? "kilometer per hour" : "kilometers per hour",
            "ft" => "feet",
            "L" => isOne ? "liter" : "liters",
            "tbsp" => isOne ? "tablespoon" : "tablespoons",
            "tsp" => isOne ? "teaspoon" : "teaspoons",
            "h" => isOne ? "hour" : "hours",
            "min" => isOne ? "minute" : "minutes",
            "s" => isOne ? "second" : "seconds",
            "°C" => isOne ? "degree celsius" : "degrees celsius",
            _ => isOne ? "degree fahrenheit" : "degrees fahrenheit",
        };
        return found.Groups[2].Value + " " + name;
    }

    private static string ReadMoney(string amount, string one, string many, string oneSmall, string manySmall)
    {
        var parts = amount.Replace(",", string.Empty, StringComparison.Ordinal).Split('.');
        if (parts.Length > 2)
        {
            return amount + " " + many;
        }

        var whole = parts[0].TrimStart('0', '(');
        var small = parts.Length > 1 && parts[1].Length > 0 ? parts[1].PadRight(2, '0').TrimStart('0') : string.Empty;
        var wholePart = whole.Length == 0 ? null : whole + " " + (whole == "1" ? one : many);
        var smallPart = small.Length == 0 ? null : small + " " + (small == "1" ? oneSmall : manySmall);
        return (wholePart, smallPart) switch
        {
            (null, null) => "zero " + many,
            (null, _) => smallPart,
            (_, null) => wholePart,
            _ => wholePart + " and " + smallPart,
        };
    }

    private static string OperatorName(string sign) =>
        sign switch { "+" => " plus ", "-" => " minus ", "×" => " times ", "÷" => " divided by ", _ => " Equals " };

    private static Regex Of(string pattern) => new(pattern, RegexOptions.CultureInvariant);
}
