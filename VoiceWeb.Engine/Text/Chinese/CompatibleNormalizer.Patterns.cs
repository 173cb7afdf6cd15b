using System.Text.RegularExpressions;

namespace VoiceWeb.Engine.Text.Chinese;

/// <content>The expressions that upstream recognises.</content>
internal sealed partial class CompatibleNormalizer
{
    private const string Operand =
        @"(-?)([0-9]+)(\.[0-9]+)?[⁰¹²³⁴⁵⁶⁷⁸⁹ˣʸⁿ]*|\.[0-9]+[⁰¹²³⁴⁵⁶⁷⁸⁹ˣʸⁿ]*|[A-Za-z][⁰¹²³⁴⁵⁶⁷⁸⁹ˣʸⁿ]*";

    private const string MeasuredUnit = "(%|°C|℃|度|摄氏度|cm2|cm²|cm3|cm³|cm|db|ds|kg|km|m2|m²|m³|m3|ml|m|mm|s)";
    private const string Clock = "([0-1]?[0-9]|2[0-3]):([0-5][0-9])(:([0-5][0-9]))?";

    private static readonly Regex SentenceEnd = Of("([：、，；。？！,;?!][”’]?)");
    private static readonly Regex YearMonthDay = Of(
        "([0-9]{4}|[0-9]{2})年((?<month>0?[1-9]|1[0-2])月)?((?<day>(0?[1-9])|((1|2)[0-9])|30|31)(?<word>[日号]))?");

    private static readonly Regex NumericDate = Of(@"([0-9]{4})([- /.])(0[1-9]|1[012])\2(0[1-9]|[12][0-9]|3[01])");
    private static readonly Regex TimeRange = Of(Clock + "(~|-)" + Clock);
    private static readonly Regex Time = Of(Clock);
    private static readonly Regex UnitRange = Of(@$"(((-?)([0-9]+)(\.[0-9]+)?)|(\.([0-9]+))){MeasuredUnit}[~](((-?)([0-9]+)(\.[0-9]+)?)|(\.([0-9]+))){MeasuredUnit}");
    private static readonly Regex Temperature = Of(@"(-?)([0-9]+(\.[0-9]+)?)(°C|℃|度|摄氏度)");
    private static readonly Regex Arithmetic = Of($@"(?<left>{Operand})(?<operator>[+\-×÷=])(?<right>{Operand})");
    private static readonly Regex Power = Of("[⁰¹²³⁴⁵⁶⁷⁸⁹ˣʸⁿ]+");
    private static readonly Regex Fraction = Of("(-?)([0-9]+)/([0-9]+)");
    private static readonly Regex Percentage = Of(@"(-?)([0-9]+(\.[0-9]+)?)%");
    private static readonly Regex Mobile = Of(@"(?<![0-9])((\+?86 ?)?1([38][0-9]|5[0-35-9]|7[678]|9[89])[0-9]{8})(?![0-9])");
    private static readonly Regex Landline = Of("(?<![0-9])((0(10|2[1-3]|[3-9][0-9]{2})-?)?[1-9][0-9]{6,7})(?![0-9])");
    private static readonly Regex Hotline = Of("(400)(-)?[0-9]{3}(-)?[0-9]{4}");
    private static readonly Regex Range = Of(@"(?<![0-9+\-×÷=])((-?)(([0-9]+)(\.[0-9]+)?))[-~]((-?)(([0-9]+)(\.[0-9]+)?))(?![0-9+\-×÷=])");
    private static readonly Regex Negative = Of("-([0-9]+)");
    private static readonly Regex Version = Of(@"([0-9]+)(\.[0-9]+)(\.[0-9]+)?(\.[0-9]+)+");
    private static readonly Regex Decimal = Of(@"(-?)(([0-9]+)(\.[0-9]+))|(\.([0-9]+))");
    private static readonly Regex Quantity = Of("([0-9]+)([多余几+])?" + ChineseQuantifiers.Pattern);
    private static readonly Regex LongDigits = Of("[0-9]{3,}");
    private static readonly Regex Number = Of(@"(-?)(([0-9]+)(\.[0-9]+)?)|(\.([0-9]+))");
    private static readonly Regex Unreadable = Of("[^\u4E00-\u9FA5!?…,.\\-]+");
    private static readonly Regex RepeatedMarks = Of(@"([!?…,.\-])([!?…,.\-])+");

    private static Regex Of(string pattern) => new(pattern, RegexOptions.CultureInvariant);
}
