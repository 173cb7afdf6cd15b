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
}
