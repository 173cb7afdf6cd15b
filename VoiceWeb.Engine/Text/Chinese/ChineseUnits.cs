using System.Collections.Frozen;

namespace VoiceWeb.Engine.Text.Chinese;

/// <summary>Chinese names of units that are written in Latin letters behind a number, and of currencies.</summary>
internal static class ChineseUnits
{
    private const string Table =
        "km/h 千米每小时;g/cm³ 克每立方厘米;g/cm3 克每立方厘米;kg/m³ 千克每立方米;kg/m3 千克每立方米;mg/L 毫克每升;g/L 克每升;g/mL 克每毫升;㎡ 平方米;㎥ 立方米;㎏ 千克;㎎ 毫克;㎞ 千米;㎝ 厘米;㎜ 毫米;㎖ 毫升;㏄ 毫升;mol/L 摩尔每升;"
        + "km/s 千米每秒;m/s² 米每二次方秒;m/s 米每秒;kWh 千瓦时;kW·h 千瓦时;mAh 毫安时;km² 平方千米;km2 平方千米;cm² 平方厘米;cm2 平方厘米;dm² 平方分米;"
        + "mm² 平方毫米;m² 平方米;m2 平方米;km³ 立方千米;cm³ 立方厘米;cm3 立方厘米;dm³ 立方分米;m³ 立方米;m3 立方米;km 千米;dm 分米;cm 厘米;mm 毫米;μm 微米;nm 纳米;m 米;"
        + "kg 千克;mg 毫克;μg 微克;g 克;t 吨;mL 毫升;ml 毫升;L 升;ms 毫秒;min 分钟;h 小时;s 秒;kHz 千赫兹;MHz 兆赫兹;GHz 吉赫兹;Hz 赫兹;KB KB;MB 兆;GB GB;TB TB;"
        + "kW 千瓦;MW 兆瓦;W 瓦;mV 毫伏;kV 千伏;V 伏;mA 毫安;A 安;kJ 千焦;J 焦;kcal 千卡;cal 卡;kPa 千帕;hPa 百帕;MPa 兆帕;Pa 帕;dB 分贝;N 牛;mol 摩尔;rpm 转每分钟;"
        + "kbps 千比特每秒;Mbps 兆比特每秒;Gbps 吉比特每秒;ha 公顷;lx 勒克斯;ppm ppm";

    private static readonly FrozenDictionary<string, string> Names = Table.Split(';')
        .Select(entry => entry.Split(' '))
        .Where(entry => entry[0] != entry[1] && !char.IsAsciiLetter(entry[1][0]))
        .ToFrozenDictionary(entry => entry[0], entry => entry[1]);

    /// <summary>The units as alternatives of a regular expression, the longest first; no letter may follow.</summary>
    public static readonly string Pattern =
        "(?:" + string.Join('|', Names.Keys.OrderByDescending(unit => unit.Length).ThenBy(unit => unit, StringComparer.Ordinal)) + ")(?![A-Za-z])";

    /// <summary>The Chinese name of a unit that <see cref="Pattern"/> has found.</summary>
    public static string NameOf(string unit) => Names[unit];

    /// <summary>The Chinese name of a currency sign, or null.</summary>
    public static string? CurrencyOf(char sign) => sign switch
    {
        '¥' or '￥' => "元",
        '$' or '＄' => "美元",
        '€' => "欧元",
        '£' => "英镑",
        '₩' => "韩元",
        '₽' => "卢布",
        '₹' => "卢比",
        _ => null,
    };
}
