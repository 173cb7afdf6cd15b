using System.Globalization;
using System.Text.RegularExpressions;

namespace VoiceWeb.Engine.Text.English;

/// <content>The rules, in order. Each works on what the ones before it have left.</content>
internal static partial class EnglishNormalizer
{
    private const string N = @"[0-9]{1,24}(?:,[0-9]{3}){0,8}(?:\.[0-9]{1,24})?";
    private const string Month =
        "(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)";

    private static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    private static readonly Regex Number = Of("[0-9]+");

    private static readonly Regex AddressNumber = Of("(?<![0-9])[0-9]{3,24}(?![0-9])");

    private static readonly (Regex Pattern, Func<Match, string> Read)[] Rules =
    [
        (Of(@"(?<![A-Za-z0-9@.])(?:https?://)?(?:[A-Za-z0-9\-]{1,63}\.){1,6}(?:com|org|net|edu|gov|io|cn|uk|de|fr|eu|info|dev|app|ai|tv|me|us)(?![A-Za-z0-9@])(?:[/?#][^\s,;!]{0,200})?"), ReadAddress),
        (Of(@"(?<![A-Za-z0-9])[A-Za-z0-9._+\-]{1,64}@(?:[A-Za-z0-9\-]{1,63}\.){1,6}[A-Za-z]{2,24}"), ReadAddress),
        (Of(@"(?<![A-Za-z0-9])\.NET\b"), _ => "dot net"),
        (Of(@"\b([A-G])[#♯](?![A-Za-z0-9])"), found => found.Groups[1].Value + " sharp"),
        (Of(ChessMoves.Pattern), ChessMoves.Read),
        (Of(@"\band/or\b"), _ => "and or"),
        (Of(@"(?:(?<=^|[\s,(])(?:[A-Z]\.){2,}(?=,|\s+[a-z0-9]|[;:)]))"), found => found.Value.Replace(".", " ", StringComparison.Ordinal).TrimEnd()),
        (Of(@"\b(Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.(?=,|\s+(?:[0-9]|" + Month + "))"), found => Weekday(found.Groups[1].Value)),
        (Of(@"(?<=[0-9]\s?[AaPp]\.?[Mm]\.?|:[0-5][0-9])\s?-\s?(?=[0-9])"), _ => " to "),
        (Of(@"(?<![A-Za-z0-9/])(24/7|50/50)(?![0-9/])"), found => found.Value == "24/7" ? "twenty-four seven" : "fifty fifty"),
        (Of(@"\b(?<=ISBN[\s:]{0,3})[0-9]{1,5}(?:-[0-9X]{1,7}){1,5}"), ReadPhone),
        (Of(@"\b[vV](?=[0-9]{1,4}\.[0-9])"), _ => "version "),
        (Of($@"(?<![A-Za-z0-9.,])({N})[eE]([+-]?)([0-9]{{1,3}})(?![A-Za-z0-9])"), found =>
            Say(found, 1) + " times ten to the " + (found.Groups[2].Value == "-" ? "minus " : string.Empty) + Ordinal(found.Groups[3].Value)),
        (Of(@"\s?\^\s?[({]?(-?)([0-9]{1,9}|[a-zA-Z](?![A-Za-z]))[)}]?"), found => Power(found.Groups[1].Length > 0, found.Groups[2].Value)),
        (Of(@"(?<![A-Za-z])([fghFGH])\((\w{1,6})\)"), found => found.Groups[1].Value + " of " + found.Groups[2].Value),
        (Of(@"\|([^|\s]{1,20})\|"), found => "the absolute value of " + found.Groups[1].Value),
        (Of(@"(?<![A-Za-z])(sin|cos|tan|ln|log)\s?(?:\(([^()]{1,30})\)|(?=[\dαβγθφωπ]|[xyz](?![A-Za-z])))"), found =>
            Function(found.Groups[1].Value) + " of " + found.Groups[2].Value),
        (Of(@"(?<=[0-9])\s?\*\s?(?=[0-9(A-Za-z])"), _ => " times "),
        (Of(@"(?<=[0-9])\s?[x×]\s?(?=[0-9.]{1,12}\s?(?:mm|cm|km|m|ft|in|px|pixels|inch(?:es)?|meters|feet)(?![A-Za-z]))|(?<=[0-9])x(?=[0-9])"), _ => " by "),
        (Of("(?<![0-9])([0-9]{1,2})'\\s?([0-9]{1,2})\""), found => Feet(found.Groups[1].Value) + " " + EnglishNumbers.Cardinal(found.Groups[2].Value)),
        (Of("(?<![0-9A-Za-z])([0-9]{1,3})\"(?=\\s*(?:x|by|wide|tall|long|screen|monitor|display))"), found => EnglishNumbers.Cardinal(found.Groups[1].Value) + " inch"),
        (Of("([0-9]{1,4})\\s?(?=[½¼¾⅓⅔⅕⅛⅜⅝⅞])"), found => EnglishNumbers.Cardinal(found.Groups[1].Value) + " and "),
        (Of(@"\b([0-9]{1,3})(?:st|nd|rd|th)-([0-9]{1,3})(?:st|nd|rd|th)\b"), found => Ordinal(found.Groups[1].Value) + " to " + Ordinal(found.Groups[2].Value)),
        (Of(@"(?<=(?:^|[^A-Za-z])[A-Za-z]\s)-(?=\s[A-Za-z](?![A-Za-z]))|(?<=(?<![A-Za-z])[a-z])-(?=\d)"), _ => "minus "),
        (Of(@"(?<=\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ff]rom|[Yy]ear|[Aa]fter|[Bb]efore)\s)10[0-9]{2}(?![0-9,.]*[0-9A-Za-z%])"), found => EnglishNumbers.Pair(10) + " "
            + (found.Value.EndsWith("00", StringComparison.Ordinal) ? "hundred" : (found.Value[2] == '0' ? "oh " : string.Empty) + EnglishNumbers.Pair(ValueOf(found.ValueSpan[2..])))),
        (Of(@"(?<![A-Za-z0-9/])(km/h|m/s²|m/s|g/cm³|kg/m³|mg/L|mol/L)(?![A-Za-z0-9])"), found => EnglishUnits.Names[found.Value].Many),
        (Of(@"\b(Mr|Mrs|Ms|Dr|Prof|Gen|Col|Capt|Lt|Sgt|Rev|Jr|Sr|vs|etc|approx|dept|est|Fig|Vol|Ch|Sec|Ave|Blvd|Rd|Mt|Rm)\.(?=[\s,;)]|$)"), found => WholeWord(found.Groups[1].Value)),
        (Of(@"\bSt\.(?= [A-Z])"), _ => "Saint"),
        (Of(@"(?<= [A-Z][a-z]{1,20} )St\.?(?=[\s,.]|$)"), _ => "Street"),
        (Of(@"\b[Ii]\.e\.,?"), _ => "that is,"),
        (Of(@"\b[Ee]\.g\.,?"), _ => "for example,"),
        (Of(@"\b(?:No|no|Nr)\. ?(?=[0-9])"), _ => "number "),
        (Of(@"#(?=[0-9])"), _ => "number "),
        (Of(@"\bpp\. ?(?=[0-9])"), _ => "pages "),
        (Of(@"\bp\. ?(?=[0-9])"), _ => "page "),
        (Of(@"\b([A-Z])\.(?=[A-Z]\.|[A-Z]\b)"), found => found.Groups[1].Value),
        (Of($@"\b{Month}\.? ([0-3]?[0-9])(?:st|nd|rd|th)?(?:,? ([12][0-9]{{3}}))?(?![0-9:])"), ReadMonthDay),
        (Of($@"\b([0-3]?[0-9])(?:st|nd|rd|th)? {Month}(?: ([12][0-9]{{3}}))?\b"), ReadDayMonth),
        (Of(@"\b([12][0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\b"), found =>
            Months[Int(found, 2) - 1] + " " + Ordinal(found.Groups[3].Value) + ", " + EnglishNumbers.Year(Int(found, 1))),
        (Of(@"\b(0?[1-9]|1[0-2])/(0?[1-9]|[12][0-9]|3[01])/([12][0-9]{3})\b"), found =>
            Months[Int(found, 1) - 1] + " " + Ordinal(found.Groups[2].Value) + ", " + EnglishNumbers.Year(Int(found, 3))),
        (Of(@"\b([01]?[0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?(?:\s*([AaPp])\.?[Mm]\b(?:\.(?=\s+[a-z0-9]))?)?(?![0-9])"), ReadTime),
        (Of(@"\b([0-9]{1,2})\s*([AaPp])\.?[Mm]\b(?:\.(?=\s+[a-z0-9]))?"), found => EnglishNumbers.Pair(Int(found, 1)) + " " + Period(found.Groups[2].Value)),
        (Of($@"\b({N}):({N})(?::({N}))?\b"), found => Say(found, 1) + " to " + Say(found, 2) + (found.Groups[3].Success ? " to " + Say(found, 3) : string.Empty)),
        (Of(@"(?<![0-9])(?:\+?[0-9]{1,3}[- ])?(?:\([0-9]{3}\) ?|[0-9]{3}[- ])[0-9]{3,4}[- ][0-9]{4}(?![0-9])|(?<![0-9\-])[0-9]{3}-[0-9]{4}(?![0-9\-])"), ReadPhone),
        (Of(@"\b[0-9]{1,4}(?:\.[0-9]{1,4}){2,6}\b"), found => string.Join(" point ", found.Value.Split('.').Select(part => EnglishNumbers.Cardinal(part)))),
        (Of($@"([$£€¥₹₩₽])\s?({N})(?:\s?(thousand|million|billion|trillion|[kKmMbB](?![A-Za-z])))?"), ReadMoney),
        (Of($@"(?<![0-9.,])({N})\s?([$£€¥₹₩₽])"), ReadMoneyAfter),
        (Of("(?<![0-9.,])'?([1-9]0)s(?![A-Za-z])|(?<![0-9.,])([12][0-9]{2}0)'?s(?![A-Za-z])"), ReadDecade),
        (Of("(?<![A-Za-z0-9])'(?=[0-9]{2}(?![0-9]))"), _ => string.Empty),
        (Of($@"(?<![A-Za-z0-9.,])({N})%\s?-\s?({N})%"), found => Say(found, 1) + " percent to " + Say(found, 2) + " percent"),
        (Of($@"(?<![A-Za-z0-9])-({N})(?=\s?°)"), found => "minus " + found.Groups[1].Value),
        (Of(@"(?<=[0-9])\s?°\s?([CF])?(?![A-Za-z])"), found => found.Groups[1].Value switch { "C" => " degrees Celsius", "F" => " degrees Fahrenheit", _ => " degrees" }),
        (Of($@"(?<![A-Za-z0-9.,])({N})\s?-\s?({N})(?=\s?(?:%|[A-Za-z]))"), found => found.Groups[1].Value + " to " + found.Groups[2].Value),
        (Of($@"(?:(?<![A-Za-z0-9.,])|(?<=[0-9](?:h|hr|m|min)))({N})\s?({EnglishUnits.Pattern})(?![A-Za-z0-9])|(?<![A-Za-z0-9.,])({N})(h|hr|m|min)(?=[0-9]{{1,2}}\s?(?:min|m|s|sec)(?![A-Za-z]))"), ReadMeasure),
        (Of($@"(?<=^|[^A-Za-z0-9)\s]\s{{0,2}}|\s)-({N})"), found => "minus " + found.Groups[1].Value),
        (Of($@"(?<=[0-9A-Za-z)²³])\s-\s(?=[0-9A-Za-z(][^=]{{0,40}}=)|(?<=[0-9])-(?=[0-9.]{{1,20}}\s?=)|(?<=[0-9])\s-\s(?=[0-9])"), _ => " minus "),
        (Of($@"(?<![A-Za-z0-9.,-])({N})-({N})(?![0-9-])"), found => found.Groups[1].Value + " to " + found.Groups[2].Value),
        (Of(@"(?<![0-9/.])([0-9]{1,3}) (?=[1-9]/[1-9][0-9]?(?![0-9/]))"), found => found.Groups[1].Value + " and "),
        (Of(@"(?<![0-9/])([0-9]{1,4})/([0-9]{1,4})(?![0-9/])"), found => CompatibleEnglishNormalizer.ReadFraction(found).Replace("fourth", "quarter", StringComparison.Ordinal)),
        (Of("[⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ⁻]{1,9}"), ReadPower),
        (Of("(?<![0-9])([0-9]{1,15})(?:st|nd|rd|th)(?![A-Za-z])"), found => Ordinal(found.Groups[1].Value)),
        (Of(@"(?<![0-9.,])([0-9]{1,3}(?:,[0-9]{3}){1,8}(?:\.[0-9]{1,24})?)(?![0-9])"), found => Say(found, 1)),
        (Of(@"(?<![0-9.])([0-9]*)\.([0-9]+)"), found =>
            (found.Groups[1].Length == 0 ? "zero" : Say(found, 1)) + " point " + ReadDigits(found.Groups[2].ValueSpan)),
        (Of(@"\b(Chapter|Part|War|Volume|Section|Act|Scene|Type|Phase|Stage|Book|Unit|Lesson|Class) ([IVX]{1,5})\b"), ReadRoman),
        (Of(@"\b(Henry|Louis|Elizabeth|George|Charles|Edward|Richard|William|James|Philip|Napoleon) ([IVX]{1,5})\b"), ReadRegnal),
    ];

    /// <summary>Rules that can only fit where there is a digit: plain prose skips them.</summary>
    private static readonly bool[] IsAboutNumbers = Array.ConvertAll(Rules, rule => rule.Pattern.ToString().Contains("[0-9]", StringComparison.Ordinal));

    private static string Say(Match found, int group) => found.Groups[group].Value is var value && value.Contains('.', StringComparison.Ordinal)
        ? EnglishNumbers.Cardinal(value.Replace(",", string.Empty, StringComparison.Ordinal).AsSpan(0, value.Replace(",", string.Empty, StringComparison.Ordinal).IndexOf('.', StringComparison.Ordinal)))
            + " point " + ReadDigits(value.AsSpan(value.IndexOf('.', StringComparison.Ordinal) + 1))
        : EnglishNumbers.Cardinal(value.Replace(",", string.Empty, StringComparison.Ordinal));

    private static int Int(Match found, int group) => ValueOf(found.Groups[group].ValueSpan);

    private static int ValueOf(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Ordinal(string digits) => EnglishNumbers.Ordinal(EnglishNumbers.Cardinal(digits));

    private static string ReadAddress(Match found)
    {
        var address = found.Value.TrimEnd('.', ',', '?', '!', ')');
        var closing = found.Value[address.Length..];
        var start = address.IndexOf("://", StringComparison.Ordinal);
        address = start < 0 ? address : address[(start + 3)..];
        var spoken = string.Concat(address.Select(unit => unit switch
        {
            '.' => " dot ",
            '/' => " slash ",
            '@' => " at ",
            '-' => " dash ",
            '_' => " underscore ",
            '?' => " question mark ",
            '=' => " equals ",
            '&' => " and ",
            '#' => " hash ",
            '+' => " plus ",
            ':' => " colon ",
            _ => unit.ToString(),
        }));
        spoken = AddressNumber.Replace(spoken, found => ReadDigits(found.ValueSpan) + " ");
        return (spoken.StartsWith("www ", StringComparison.OrdinalIgnoreCase) ? "W W W" + spoken[3..] : spoken).TrimEnd() + closing;
    }

    private static string MonthName(string name) => Array.Find(Months, month => month.StartsWith(name[..3], StringComparison.Ordinal))!;

    private static string ReadMonthDay(Match found) =>
        MonthName(found.Groups[1].Value) + " " + Ordinal(found.Groups[2].Value) + (found.Groups[3].Success ? ", " + EnglishNumbers.Year(Int(found, 3)) : string.Empty);

    private static string ReadDayMonth(Match found) =>
        "the " + Ordinal(found.Groups[1].Value) + " of " + MonthName(found.Groups[2].Value)
        + (found.Groups[3].Success ? ", " + EnglishNumbers.Year(Int(found, 3)) : string.Empty);

    private static string Period(string letter) => letter is "a" or "A" ? "A M" : "P M";

    private static string ReadTime(Match found)
    {
        var (hour, minute) = (Int(found, 1), Int(found, 2));
        var period = found.Groups[4].Success ? " " + Period(found.Groups[4].Value) : hour > 12 ? " P M" : string.Empty;
        var result = EnglishNumbers.Pair(hour > 12 ? hour - 12 : hour);
        if (minute > 0 || found.Groups[3].Success)
        {
            result += minute < 10 ? " oh " + EnglishNumbers.Pair(minute) : " " + EnglishNumbers.Pair(minute);
        }
        else if (period.Length == 0)
        {
            result += " o'clock";
        }

        return result + (found.Groups[3].Success ? " and " + EnglishNumbers.Pair(Int(found, 3)) + " seconds" : string.Empty) + period;
    }

    private static string ReadPhone(Match found) => string.Join(", ",
        found.Value.Split(['-', ' ', '(', ')', '+'], StringSplitOptions.RemoveEmptyEntries).Select(part => ReadDigits(part)));

    private static string ReadMoney(Match found)
    {
        var (one, many, small) = CurrencyOf(found.Groups[1].Value[0]);
        var amount = found.Groups[2].Value.Replace(",", string.Empty, StringComparison.Ordinal);
        if (found.Groups[3].Success)
        {
            var scale = found.Groups[3].Value.ToLowerInvariant() switch { "k" => "thousand", "m" => "million", "b" => "billion", var name => name };
            return Say(found, 2) + " " + scale + " " + many;
        }

        var parts = amount.Split('.');
        var whole = EnglishNumbers.Cardinal(parts[0]) + " " + (parts[0].TrimStart('0') is "1" ? one : many);
        if (parts.Length < 2 || parts[1].AsSpan().TrimEnd('0').IsEmpty)
        {
            return whole;
        }

        if (parts[1].Length > 2)
        {
            return Say(found, 2) + " " + many;
        }

        var cents = EnglishNumbers.Cardinal(parts[1].PadRight(2, '0')) + " " + (parts[1] is "01" ? (small == "pence" ? "penny" : small.TrimEnd('s')) : small);
        return parts[0].AsSpan().TrimStart('0').IsEmpty ? cents : whole + " and " + cents;
    }

    private static string ReadMoneyAfter(Match found) => Say(found, 1) + " " + CurrencyOf(found.Groups[2].Value[0]).Many;

    private static (string One, string Many, string Small) CurrencyOf(char sign) => sign switch
    {
        '£' => ("pound", "pounds", "pence"),
        '€' => ("euro", "euros", "cents"),
        '¥' => ("yuan", "yuan", "fen"),
        '₹' => ("rupee", "rupees", "paise"),
        '₩' => ("won", "won", "jeon"),
        '₽' => ("ruble", "rubles", "kopeks"),
        _ => ("dollar", "dollars", "cents"),
    };

    private static string ReadMeasure(Match found)
    {
        var number = found.Groups[1].Success ? 1 : 3;
        var (one, many) = EnglishUnits.Names[found.Groups[number + 1].Value];
        return Say(found, number) + " " + (found.Groups[number].Value is "1" ? one : many) + (number == 3 ? " " : string.Empty);
    }

    private static string ReadPower(Match found) => found.Value switch
    {
        "²" => " squared ",
        "³" => " cubed ",
        "ⁿ" => " to the N ",
        _ => (found.Value.Contains('⁻', StringComparison.Ordinal) ? " to the minus " : " to the ") + Ordinal(string.Concat(found.Value.Where(unit => unit is not ('ⁿ' or '⁻'))
            .Select(unit => CharUnicodeInfo.GetDigitValue(unit).ToString(CultureInfo.InvariantCulture)))) + " ",
    };

    private static string Power(bool negative, string exponent) => (negative, exponent) switch
    {
        (false, "2") => " squared ",
        (false, "3") => " cubed ",
        _ => " to the " + (negative ? "minus " : string.Empty) + (char.IsAsciiDigit(exponent[0]) ? Ordinal(exponent) : exponent.ToUpperInvariant()) + " ",
    };

    private static string Feet(string number) => EnglishNumbers.Cardinal(number) + (number == "1" ? " foot" : " feet");

    private static string ReadDecade(Match found)
    {
        var digits = found.Value.Trim('s', '\'');
        var name = digits.Length == 4 ? EnglishNumbers.Year(int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture)) : EnglishNumbers.Cardinal(digits);
        return name.EndsWith('y') ? name[..^1] + "ies" : name + "s";
    }

    private static string ReadRoman(Match found) =>
        RomanValue(found.Groups[2].Value) is { } value ? found.Groups[1].Value + " " + EnglishNumbers.Pair(value) : found.Value;

    private static string ReadRegnal(Match found) =>
        RomanValue(found.Groups[2].Value) is { } value ? found.Groups[1].Value + " the " + EnglishNumbers.Ordinal(EnglishNumbers.Pair(value)) : found.Value;

    private static int? RomanValue(string roman)
    {
        var index = Array.IndexOf(
            ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII"], roman);
        return index < 0 ? null : index + 1;
    }
}
