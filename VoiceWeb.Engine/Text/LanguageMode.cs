namespace VoiceWeb.Engine.Text;

/// <summary>Upstream's names for how a text mixes languages, as plain languages.</summary>
internal static class LanguageMode
{
    /// <summary>The language of a mode: <c>zh</c> for <c>all_zh</c>, <c>auto</c> for <c>auto_yue</c>; a language tag stands for itself.</summary>
    /// <exception cref="ArgumentException">This is no mode and no language.</exception>
    public static string Parse(string mode)
    {
        ArgumentNullException.ThrowIfNull(mode);
        var language = mode switch
        {
            "all_zh" => "zh",
            "all_ja" => "ja",
            "all_ko" => "ko",
            "all_yue" => "yue",
            "auto_yue" => "auto",
            _ => mode,
        };
        return LanguageDetector.IsTag(language)
            ? language
            : throw new ArgumentException($"'{mode}' is no language. Give 'auto' or a language tag such as 'zh', 'en' or 'pt-BR'.", nameof(mode));
    }

    /// <summary>The language that Chinese characters are spoken in under a tag: <c>zh</c>, <c>yue</c> or <c>ja</c>.</summary>
    public static string ChineseOf(string tag) => tag.ToLowerInvariant() switch
    {
        "yue" or "zh-yue" or "zh-hk" or "zh-mo" or "zh-hant-hk" or "zh-hant-mo" => "yue",
        ['y', 'u', 'e', '-', ..] => "yue",
        "ja" or ['j', 'a', '-', ..] => "ja",
        _ => "zh",
    };
}
