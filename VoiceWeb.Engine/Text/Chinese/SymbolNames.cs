using System.Text;

namespace VoiceWeb.Engine.Text.Chinese;

/// <summary>Chinese names of circled digits, Greek letters and signs of arithmetic that no rule has read before.</summary>
/// <remarks>PaddleSpeech's choices (Apache-2.0).</remarks>
internal static class SymbolNames
{
    /// <summary>Replaces each by its name.</summary>
    public static string Spell(string text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var unit in text)
        {
            if (NameOf(unit) is { } name)
            {
                builder.Append(name);
            }
            else
            {
                builder.Append(unit);
            }
        }

        return builder.ToString();
    }

    private static string? NameOf(char unit) => unit switch
    {
        >= '①' and <= '⑩' => "一二三四五六七八九十"[unit - '①'].ToString(),
        '/' => "每",
        '+' => "加",
        '-' => "减",
        '×' => "乘",
        '÷' => "除",
        '=' => "等",
        _ => GreekName(unit),
    };

    /// <summary>The name of a Greek letter, or null.</summary>
    public static string? GreekName(char unit) => unit switch
    {
        'α' => "阿尔法",
        'β' => "贝塔",
        'γ' or 'Γ' => "伽玛",
        'δ' or 'Δ' => "德尔塔",
        'ε' => "艾普西龙",
        'ζ' => "捷塔",
        'η' => "依塔",
        'θ' or 'Θ' => "西塔",
        'ι' => "艾欧塔",
        'κ' => "喀帕",
        'λ' or 'Λ' => "拉姆达",
        'μ' => "缪",
        'ν' => "拗",
        'ξ' or 'Ξ' => "克西",
        'ο' => "欧米克伦",
        'π' or 'Π' => "派",
        'ρ' => "肉",
        'ς' or 'Σ' or 'σ' => "西格玛",
        'τ' => "套",
        'υ' => "宇普西龙",
        'φ' or 'Φ' => "服艾",
        'χ' => "器",
        'ψ' or 'Ψ' => "普赛",
        'ω' or 'Ω' => "欧米伽",
        _ => null,
    };
}
