using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace VoiceWeb.Engine.Text.Chinese;

/// <summary>
/// Writes a Chinese text as upstream's front-end speaks it, with its defects: for voices that were trained on that, and for
/// comparing. Leaves only Chinese characters and the six marks <c>! ? … , . -</c>. Immutable.
/// </summary>
/// <remarks>The order of rules in GPT-SoVITS <c>text/zh_normalization</c> and <c>text/chinese2.py</c>, from PaddleSpeech (Apache-2.0).</remarks>
internal sealed partial class CompatibleNormalizer
{
    private const string Dropped = "—《》【】<>{}()（）#&@“”^_|\\";

    private static readonly (string Unit, string Reading)[] Units =
    [
        ("cm2", "平方厘米"), ("cm²", "平方厘米"), ("cm3", "立方厘米"), ("cm³", "立方厘米"), ("cm", "厘米"), ("db", "分贝"), ("ds", "毫秒"),
        ("kg", "千克"), ("km", "千米"), ("m2", "平方米"), ("m²", "平方米"), ("m³", "立方米"), ("m3", "立方米"), ("ml", "毫升"), ("m", "米"),
        ("mm", "毫米"), ("s", "秒"),
    ];

    private readonly Simplifier _simplifier = Simplifier.Default;

    public string Normalize(string text)
    {
        var plain = Without(text.Replace(" ", string.Empty, StringComparison.Ordinal), Dropped);
        var result = new StringBuilder();
        foreach (var sentence in SentenceEnd.Replace(plain, "$1\n").Trim().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            result.Append(SixMarks(NormalizeSentence(LongNumbers.Spell(sentence.Trim()))));
        }

        return RepeatedMarks.Replace(result.ToString(), "$1");
    }

    internal static string Without(string text, string characters)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var unit in text)
        {
            if (!characters.Contains(unit, StringComparison.Ordinal))
            {
                builder.Append(unit);
            }
        }

        return builder.ToString();
    }

    private string NormalizeSentence(string sentence)
    {
        var text = HalfWidth(_simplifier.Simplify(sentence, upstream: true));
        text = YearMonthDay.Replace(text, ReadYearMonthDay);
        text = NumericDate.Replace(text, found => ReadDate(found.Groups[1].Value, found.Groups[3].Value, found.Groups[4].Value));
        text = TimeRange.Replace(text, found => ReadTimeRange(found));
        text = Time.Replace(text, found => ReadTime(found.Groups[1], found.Groups[2], found.Groups[4], found.Groups[2]));
        text = UnitRange.Replace(text, found => found.Value.Replace('~', '至'));
        text = Temperature.Replace(text, ReadTemperature);
        foreach (var (unit, reading) in Units)
        {
            text = text.Replace(unit, reading, StringComparison.Ordinal);
        }

        while (Arithmetic.IsMatch(text))
        {
            text = Arithmetic.Replace(text, found => found.Groups["left"].Value + OperatorName(found.Groups["operator"].Value) + found.Groups["right"].Value);
        }

        text = Power.Replace(text, found => "的" + string.Concat(found.Value.Select(PowerDigit)) + "次方");
        text = Fraction.Replace(text, found => Sign(found, 1) + ReadGroup(found, 3) + "分之" + ReadGroup(found, 2));
        text = Percentage.Replace(text, found => Sign(found, 1) + "百分之" + ReadGroup(found, 2));
        text = Mobile.Replace(text, found => ReadPhone(found.Value.Trim('+'), ' '));
        text = Landline.Replace(text, found => ReadPhone(found.Value, '-'));
        text = Hotline.Replace(text, found => ReadPhone(found.Value, '-'));
        text = Range.Replace(text, found => Number.Replace(found.Groups[1].Value, ReadSigned) + "到" + Number.Replace(found.Groups[6].Value, ReadSigned));
        text = Negative.Replace(text, found => "负" + ReadGroup(found, 1));
        text = Version.Replace(text, found => string.Concat(found.Value.Select(unit => unit == '.' ? "点" : ChineseNumbers.ReadDigits([unit]))));
        text = Decimal.Replace(text, ReadSigned);
        text = Quantity.Replace(text, ReadQuantity);
        text = LongDigits.Replace(text, found => ChineseNumbers.ReadDigits(found.Value, phone: true));
        text = Number.Replace(text, ReadSigned);
        return Without(SymbolNames.Spell(text), "—《》【】<=>{}()（）#&@“”^_|\\-");
    }

    private static string ReadYearMonthDay(Match found)
    {
        var result = ChineseNumbers.ReadDigits(found.Groups[1].Value) + "年";
        if (found.Groups["month"].Success)
        {
            result += ChineseNumbers.ReadCardinal(found.Groups["month"].Value) + "月";
        }

        return found.Groups["day"].Success
            ? result + ChineseNumbers.ReadCardinal(found.Groups["day"].Value) + found.Groups["word"].Value
            : result;
    }

    private static string ReadDate(string year, string month, string day) =>
        $"{ChineseNumbers.ReadDigits(year)}年{ChineseNumbers.ReadCardinal(month)}月{ChineseNumbers.ReadCardinal(day)}日";

    // The second half hour is told by the first minute: upstream's slip.
    private static string ReadTimeRange(Match found) =>
        ReadTime(found.Groups[1], found.Groups[2], found.Groups[4], found.Groups[2]) + "至"
        + ReadTime(found.Groups[6], found.Groups[7], found.Groups[9], found.Groups[2]);

    private static string ReadTime(Group hour, Group minute, Group second, Group halfBy)
    {
        var result = ChineseNumbers.ReadNumber(hour.Value) + "点";
        if (minute.Value.TrimStart('0').Length > 0)
        {
            result += halfBy.Value == "30" ? "半" : ReadPadded(minute.Value) + "分";
        }

        return second.Success && second.Value.TrimStart('0').Length > 0 ? result + ReadPadded(second.Value) + "秒" : result;
    }

    private static string ReadPadded(string number) =>
        (number[0] == '0' ? "零" : string.Empty) + ChineseNumbers.ReadNumber(number.TrimStart('0'));

    private static string ReadTemperature(Match found) =>
        (found.Groups[1].Length > 0 ? "零下" : string.Empty) + ReadGroup(found, 2) + (found.Groups[4].Value == "摄氏度" ? "摄氏度" : "度");

    private static string ReadPhone(string digits, char separator) =>
        string.Join('，', digits.Split(separator, StringSplitOptions.RemoveEmptyEntries).Select(part => ChineseNumbers.ReadDigits(part, phone: true)));

    private static string ReadSigned(Match found) =>
        found.Groups[5].Success ? ChineseNumbers.ReadNumber(found.Groups[5].Value) : Sign(found, 1) + ReadGroup(found, 2);

    private static string ReadQuantity(Match found)
    {
        var number = ReadGroup(found, 1);
        var about = found.Groups[2].Value == "+" ? "多" : found.Groups[2].Value;
        return (number == "二" ? "两" : number) + about + found.Groups[3].Value;
    }

    private static string ReadGroup(Match found, int group) => ChineseNumbers.ReadNumber(found.Groups[group].Value);

    private static string Sign(Match found, int group) => found.Groups[group].Length > 0 ? "负" : string.Empty;

    private static string OperatorName(string sign) =>
        sign switch { "+" => "加", "-" => "减", "×" => "乘", "÷" => "除", _ => "等于" };

    private static char PowerDigit(char unit) => unit switch
    {
        'ˣ' => 'x',
        'ʸ' => 'y',
        'ⁿ' => 'n',
        _ => (char)('0' + CharUnicodeInfo.GetDigitValue(unit)),
    };

    private static string HalfWidth(string text) => string.Concat(text.Select(unit =>
        unit is >= '０' and <= '９' or >= 'Ａ' and <= 'Ｚ' or >= 'ａ' and <= 'ｚ' ? (char)(unit - 0xFEE0) : unit));

    private static string SixMarks(string sentence)
    {
        var builder = new StringBuilder(sentence.Replace("...", "…", StringComparison.Ordinal));
        for (var i = 0; i < builder.Length; i++)
        {
            builder[i] = builder[i] switch
            {
                '嗯' => '恩',
                '呣' => '母',
                '：' or '；' or '，' or '·' or '、' or '/' => ',',
                '。' or '\n' or '$' => '.',
                '！' => '!',
                '？' => '?',
                '—' => '-',
                '~' or '～' => '…',
                var other => other,
            };
        }

        return Unreadable.Replace(builder.ToString(), string.Empty);
    }
}
