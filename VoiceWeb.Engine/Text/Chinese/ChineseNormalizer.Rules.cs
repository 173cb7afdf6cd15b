using System.Globalization;
using System.Text.RegularExpressions;

namespace VoiceWeb.Engine.Text.Chinese;

/// <content>The rules about numbers, in the order in which they are tried.</content>
internal sealed partial class ChineseNormalizer
{
    private const string N = @"(?:[0-9]{1,3}(?:,[0-9]{3}){1,8}(?![0-9])|[0-9]+)(?:\.[0-9]{1,24})?";
    private const string To = @"\s*(?:-|~|～|–|—|至|到)\s*";
    private const string Minus = "[-−]";
    private const string Clock = "([01]?[0-9]|2[0-4])[:：]([0-5][0-9])(?:[:：]([0-5][0-9]))?(?![0-9])";
    private const string Degrees = "°C|℃|摄氏度|°F|℉|华氏度|度";

    private static readonly string Measure = $"(?:{ChineseUnits.Pattern}|%|‰|{Degrees}|{ChineseQuantifiers.FullPattern})";

    private static readonly (Regex Pattern, Reading Read)[] Rules =
    [
        (At(@"([0-9]{4})([-/.])(0?[1-9]|1[0-2])\2(3[01]|[12][0-9]|0?[1-9])(?![0-9.]|日)"), (found, _) =>
            $"{ChineseNumbers.ReadDigits(Part(found, 1))}年{ChineseNumbers.ReadCardinal(Part(found, 3))}月{ChineseNumbers.ReadCardinal(Part(found, 4))}日"),
        (At("([12][0-9]{3})[-/](0[1-9]|1[0-2])(?![0-9/.-]|日)"), (found, text) => IsSum(text, found.Index) ? null
            : $"{ChineseNumbers.ReadDigits(Part(found, 1))}年{ChineseNumbers.ReadCardinal(Part(found, 2))}月"),
        (At("(?:985[/、]211|211[/、]985)"), (found, _) => string.Join(',', found.Value.Split('/', '、').Select(part => ChineseNumbers.ReadDigits(part, phone: true)))),
        (At("(?:985|211)(?=高校|院校|大学|工程|名校)"), (found, _) => ChineseNumbers.ReadDigits(found.Value, phone: true)),
        (At("(?:110|119|120|122|114|999|12[0-9]{3})(?=报警|火警|匪警|急救|电话|热线|救护|接警|客服|查询|投诉)"), (found, _) => ChineseNumbers.ReadDigits(found.Value, phone: true)),
        (At("([0-9]{1,2})·([0-9]{1,2})(?=事变|事件|运动|惨案|讲话|起义|国难|纪念)"), (found, _) => ChineseNumbers.ReadDigits(Part(found, 1)) + ChineseNumbers.ReadDigits(Part(found, 2))),
        (At("([0-9]0)(?=后(?!退|面|来|续|方|天|期|者|果))"), (found, text) => found.Index > 0 && char.IsAsciiDigit(text[found.Index - 1]) ? null : ChineseNumbers.ReadDigits(found.Value)),
        (At("([1-9])、([1-9])(?=[个只天次年人件本条张位名岁月周种倍块元小])"), (found, _) => found.Value[2] - found.Value[0] != 1 ? null
            : Pair(ChineseNumbers.ReadCardinal(Part(found, 1))) + ChineseNumbers.ReadCardinal(Part(found, 2))),
        (At(@"(?<=单元|号楼|栋|幢|座)([0-9]{3,4})(?![0-9.%]|[个只名人户平米元])"), (found, _) => ChineseNumbers.ReadDigits(found.Value, phone: true)),
        (At("([0-9]{1,3})(?=单元)"), (found, _) => Say(found.Value)),
        (At("([12][0-9]{3})[-/]([0-9]{2})(?=赛季|学年|财年|年度)"), (found, _) => ChineseNumbers.ReadDigits(Part(found, 1)) + "到" + ChineseNumbers.ReadDigits(Part(found, 2))),
        (At(@"([0-9]{1,4})\s?([½⅓⅔¼¾⅕⅛⅜⅝⅞])"), (found, _) => Say(found.Groups[1].Value) + "又" + SpokenSigns.NameOf(found.Groups[2].Value[0])),
        (At($"({N})w(?=灯|功|的灯|电|充|快充|音)"), (found, _) => Say(found.Groups[1].Value) + "瓦"),
        (At($"({N})w(?=[\u4E00-\u9FA5])"), (found, _) => Say(found.Groups[1].Value) + "万"),
        (At("([0-9]{1,3})'([0-9]{1,2})\""), (found, _) => Say(found.Groups[1].Value) + "分" + Say(found.Groups[2].Value) + "秒"),
        (At($"([0-9]{{4}}){To}([0-9]{{4}})(?=年|学年|赛季)"), (found, _) =>
            ChineseNumbers.ReadDigits(Part(found, 1)) + "到" + ChineseNumbers.ReadDigits(Part(found, 2))),
        (At($"(?<=[(（])([12][0-9]{{3}}){To}([12][0-9]{{3}})(?=[)）])"), (found, _) =>
            ChineseNumbers.ReadDigits(Part(found, 1)) + "到" + ChineseNumbers.ReadDigits(Part(found, 2))),
        (At("(?<=[图表式])([0-9]{1,2})-([0-9]{1,2})(?![0-9-])"), (found, _) => Say(found.Groups[1].Value) + "杠" + Say(found.Groups[2].Value)),
        (At("([0-9]{1,4})(?=年)"), ReadYear),
        (At($"{Clock}{To}{Clock}"), (found, text) => IsScore(text, found.Index) ? null : ReadClock(found, 1) + "到" + ReadClock(found, 4)),
        (At(Clock), (found, text) => IsScore(text, found.Index) ? null : ReadClock(found, 1)),
        (At($"({N})[:：]({N})(?:[:：]({N}))?"), (found, _) =>
            string.Join('比', new[] { 1, 2, 3 }.Where(group => found.Groups[group].Success).Select(group => Say(found.Groups[group].Value)))),
        (At(@"(?:\+?86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}(?![0-9])"), ReadPhone),
        (At(@"(?:0[0-9]{2,3}|\(0[0-9]{2,3}\))[- ]?[0-9]{3,4}[- ]?[0-9]{4}(?:-[0-9]{1,4})?(?![0-9])"), ReadPhone),
        (At("[48]00-?[0-9]{3,4}-?[0-9]{3,4}(?![0-9])"), ReadPhone),
        (At("[0-9]{2,8}(?:-[0-9]{2,8}){2,}(?![0-9])"), ReadPhone),
        (At(@"[0-9]+(?:\.[0-9]+){2,}(?![0-9])"), (found, _) => ReadVersion(found.Value)),
        (At($"(?<minus1>{Minus})?(?<number1>{N})\\s*(?<unit1>{Measure})?{To}(?<minus2>{Minus})?(?<number2>{N})\\s*(?<unit2>{Measure})?"), ReadRange),
        (At($"({Minus})?({N})\\s*(°C|℃|摄氏度|°F|℉|华氏度|度)"), ReadTemperature),
        (At($"([-−+])?({N})\\s*(%|‰)"), (found, text) => SignOf(found, text) is { } sign
            ? sign + (found.Groups[3].Value == "%" ? "百分之" : "千分之") + SayShare(found.Groups[2].Value) : null),
        (At("([0-9]{1,6})/([0-9]{1,6})(?![0-9/])"), (found, text) => IsSum(text, found.Index) && !IsSimpleFraction(found)
            ? null : Say(found.Groups[2].Value) + "分之" + Say(found.Groups[1].Value)),
        (At($"([¥￥$＄€£₩₽₹])\\s*({N})\\s*(万亿|千万|百万|亿|万|千|百)?"), (found, _) =>
            SayAmount(found.Groups[2].Value) + found.Groups[3].Value + ChineseUnits.CurrencyOf(found.Value[0])),
        (At($"({N})\\s*([¥￥$＄€£₩₽₹])"), (found, _) => SayAmount(found.Groups[1].Value) + ChineseUnits.CurrencyOf(found.Groups[2].Value[0])),
        (At($"([-−+])?({N})\\s*({ChineseUnits.Pattern})"), (found, text) => SignOf(found, text) is { } sign
            ? sign + Pair(SayAmount(found.Groups[2].Value)) + ChineseUnits.NameOf(found.Groups[3].Value) : null),
        (At("([0-9]{3,4})(?=室|房|路公|路车|路电|次列|次航|次高|教室|航班|国道|省道|医院|寝室|宿舍|号房|号楼|号教|班|分机)"), (found, _) =>
            ChineseNumbers.ReadDigits(found.Value, phone: true)),
        (At($"([-−])?({N})([多余几+])?(?={ChineseQuantifiers.FullPattern})"), ReadQuantity),
        (At($"([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]{{1,9}})\\s*({ChineseUnits.Pattern})"), (found, _) => ReadPower(found.Groups[1].Value) + ChineseUnits.NameOf(found.Groups[2].Value)),
        (At("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]{1,9}"), (found, _) => ReadPower(found.Value)),
        (At(@"\^\s?[({]?(-?[0-9]{1,9})[)}]?"), (found, _) => ReadExponent(found.Groups[1].Value)),
        (At($"(?<=log)([₀-₉]{{1,6}})({N})?"), (found, _) => "以" + Say(SmallFigures.ToDigits(found.Groups[1].Value)) + "为底" + (found.Groups[2].Success ? Say(found.Groups[2].Value) + "的对数" : string.Empty)),
        (At("[₀-₉]{1,9}"), (found, _) => Say(SmallFigures.ToDigits(found.Value))),
        (At("§\\s*([0-9]{1,4})"), (found, _) => "第" + Say(found.Groups[1].Value) + "节"),
        (At("#([0-9]{1,4})(?![0-9])"), (found, text) => found.Index > 0 && char.IsAsciiLetterOrDigit(text[found.Index - 1]) ? null : Say(found.Groups[1].Value) + "号"),
        (At("[↑↓](?=[0-9])"), (found, _) => found.Value == "↑" ? "上升" : "下降"),
        (At($"({Minus})({N})"), (found, text) => IsNegative(text, found.Index) ? "负" + Say(found.Groups[2].Value) : null),
        (At(@"\.([0-9]+)"), (found, text) => found.Index > 0 && char.IsAsciiLetterOrDigit(text[found.Index - 1]) ? null
            : "零点" + ChineseNumbers.ReadDigits(Part(found, 1))),
        (At(N), ReadBare),
    ];

    private delegate string? Reading(Match found, string text);

    private static ReadOnlySpan<char> Part(Match found, int group) => found.Groups[group].ValueSpan;

    /// <summary>A quantity with all the decimals that are written.</summary>
    private static string Say(string number)
    {
        var plain = number.Replace(",", string.Empty, StringComparison.Ordinal);
        var point = plain.IndexOf('.', StringComparison.Ordinal);
        var whole = ChineseNumbers.ReadCardinal(point < 0 ? plain : plain.AsSpan(0, point));
        whole = whole.Length > 1 && whole[0] == '二' && whole[1] is '千' or '万' or '亿' ? "两" + whole[1..] : whole;
        return point < 0 ? whole : whole + "点" + ChineseNumbers.ReadDigits(plain.AsSpan(point + 1));
    }

    /// <summary>A sum or measure: zeros behind the point that add nothing are not said.</summary>
    private static string SayAmount(string number) =>
        Say(number.Contains('.', StringComparison.Ordinal) ? number.TrimEnd('0').TrimEnd('.') : number);

    private static string SayShare(string number) => number == "100" ? "百" : Say(number);

    private static string Pair(string number) => number == "二" ? "两" : number;

    private static string? ReadYear(Match found, string text)
    {
        var digits = found.Value;
        var after = text.AsSpan(found.Index + digits.Length);
        if (after.StartsWith("年级") || digits.Length is 1 or 3)
        {
            return null;
        }

        if (digits.Length == 4)
        {
            var isSpan = digits.EndsWith("00", StringComparison.Ordinal)
                && (after.StartsWith("年前") || after.StartsWith("年来") || after.StartsWith("年历史") || after.StartsWith("年的历史") || after.StartsWith("年以"));
            return isSpan || digits[0] == '0' ? null : ChineseNumbers.ReadDigits(digits);
        }

        if (after.StartsWith("年代"))
        {
            return ChineseNumbers.ReadCardinal(digits);
        }

        var isDate = after.Length > 1 && char.IsAsciiDigit(after[1]);
        var isSpanBefore = found.Index > 0 && "了第约近满共达过整每有长用这那超花等住".Contains(text[found.Index - 1], StringComparison.Ordinal);
        return digits[0] == '0' || isDate || (digits[0] >= '6' && !isSpanBefore && !after.StartsWith("年前") && !after.StartsWith("年来"))
            ? ChineseNumbers.ReadDigits(digits)
            : null;
    }

    private static string ReadClock(Match found, int group)
    {
        var hour = Pair(ChineseNumbers.ReadCardinal(Part(found, group)));
        var result = hour + "点" + MinuteOf(Part(found, group + 1), found.Groups[group + 2].Success);
        return found.Groups[group + 2].Success ? result + PaddedOf(Part(found, group + 2)) + "秒" : result;
    }

    private static string MinuteOf(ReadOnlySpan<char> minute, bool withSeconds) => minute switch
    {
        "00" => withSeconds ? "零分" : string.Empty,
        "30" when !withSeconds => "半",
        _ => PaddedOf(minute) + "分",
    };

    private static string PaddedOf(ReadOnlySpan<char> number) => (number[0] == '0' ? "零" : string.Empty)
        + (number is "00" ? string.Empty : ChineseNumbers.ReadCardinal(number));

    private static string ReadPhone(Match found, string text) =>
        string.Join(',', found.Value.Split(['-', ' ', '+', '(', ')'], StringSplitOptions.RemoveEmptyEntries)
            .Select(part => ChineseNumbers.ReadDigits(part, phone: true)));

    private static string ReadVersion(string number)
    {
        var parts = number.Split('.');
        var isAddress = parts.Length == 4 && parts.Any(part => part.Length == 3);
        return string.Join('点', parts.Select(part => isAddress ? ChineseNumbers.ReadDigits(part, phone: true) : ChineseNumbers.ReadCardinal(part)));
    }

    private static string? ReadRange(Match found, string text)
    {
        var isDash = found.Value.AsSpan().IndexOfAny("-−–—") >= 0;
        if (IsSum(text, found.Index) || (isDash && found.Groups["minus1"].Success && !IsNegative(text, found.Index)))
        {
            return null;
        }

        var (left, right) = (found.Groups["number1"].Value, found.Groups["number2"].Value);
        if (IsScore(text, found.Index, found.Length) && isDash && !found.Groups["unit2"].Success)
        {
            return Say(left) + "比" + Say(right);
        }

        if (isDash && left[0] == '0' && left.Length > 1 && !left.Contains('.', StringComparison.Ordinal))
        {
            return ChineseNumbers.ReadDigits(left, phone: true) + "," + ChineseNumbers.ReadDigits(right, phone: true);
        }

        var unit = found.Groups["unit2"].Value;
        var first = WithMeasure(found.Groups["minus1"].Success, left, found.Groups["unit1"].Value, unit, text, found.Index);
        return first + "到" + WithMeasure(found.Groups["minus2"].Success, right, unit, unit, text, found.Index);
    }

    private static string WithMeasure(bool negative, string number, string unit, string kind, string text, int index)
    {
        var isOrdinal = index > 0 && text[index - 1] == '第';
        var said = SayAmount(number);
        said = isOrdinal || !TakesPair(kind) ? said : Pair(said);
        var minus = !negative ? string.Empty : IsTemperature(kind) ? "零下" : "负";
        return unit switch
        {
            "%" => minus + "百分之" + said,
            "‰" => minus + "千分之" + said,
            "" when kind == "%" => minus + "百分之" + said,
            "" => minus + said,
            _ when IsTemperature(unit) => minus + said + DegreeName(unit),
            _ when !char.IsAsciiLetter(unit[0]) && unit[0] != 'μ' => minus + said + unit,
            _ => minus + said + ChineseUnits.NameOf(unit),
        };
    }

    private static bool TakesPair(string measure) => measure is not ("" or "%" or "‰" or "月" or "日" or "楼" or "班") && !IsTemperature(measure);

    private static bool IsTemperature(string unit) => unit is "°C" or "℃" or "摄氏度" or "°F" or "℉" or "华氏度" or "度";

    private static string DegreeName(string unit) => unit switch { "°C" or "℃" => "摄氏度", "°F" or "℉" => "华氏度", _ => unit };

    private static string? ReadTemperature(Match found, string text)
    {
        var isBelow = found.Index > 1 && text.AsSpan(0, found.Index).EndsWith("零下");
        if (found.Groups[1].Success && !isBelow && !IsNegative(text, found.Index))
        {
            return null;
        }

        return (found.Groups[1].Success && !isBelow ? "零下" : string.Empty) + Say(found.Groups[2].Value) + DegreeName(found.Groups[3].Value);
    }

    private static string? ReadQuantity(Match found, string text)
    {
        if (found.Groups[1].Success && !IsNegative(text, found.Index))
        {
            return null;
        }

        var after = text.AsSpan(found.Index + found.Length);
        var said = SayAmount(found.Groups[2].Value);
        var isPair = !(found.Index > 0 && text[found.Index - 1] is '第' or '初' or '星' or '周')
            && after[0] is not ('月' or '日' or '号' or '楼' or '班' or '两' or '百') && !after.StartsWith("年级");
        var about = found.Groups[3].Value == "+" ? "多" : found.Groups[3].Value;
        return (found.Groups[1].Success ? "负" : string.Empty) + (isPair ? Pair(said) : said) + about;
    }

    private static string ReadPower(string marks) =>
        ReadExponent(string.Concat(marks.Select(mark => mark == '⁻' ? "-" : CharUnicodeInfo.GetDigitValue(mark).ToString(CultureInfo.InvariantCulture))));

    private static string ReadExponent(string digits)
    {
        return digits switch
        {
            "2" => "的平方",
            "3" => "的立方",
            ['-', .. var number] when number.Length > 0 => "的负" + ChineseNumbers.ReadCardinal(number.Replace("-", string.Empty, StringComparison.Ordinal)) + "次方",
            _ => "的" + ChineseNumbers.ReadCardinal(digits.Replace("-", string.Empty, StringComparison.Ordinal)) + "次方",
        };
    }

    private static string? ReadBare(Match found, string text)
    {
        var number = found.Value;
        if (!number.AsSpan().ContainsAnyExceptInRange('0', '9') && IsName(number, text, found.Index))
        {
            var isYear = number.Length == 4 && number[0] is '1' or '2' && !FollowsPhoneWord(text, found.Index);
            return ChineseNumbers.ReadDigits(number, phone: !isYear);
        }

        return Say(number);
    }
}
