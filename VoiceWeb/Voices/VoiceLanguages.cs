using System.Globalization;

namespace VoiceWeb.Voices;

/// <summary>The languages offered for recordings.</summary>
internal static class VoiceLanguages
{
    /// <summary>BCP 47 tags, in the order of the list.</summary>
    public static IReadOnlyList<string> Offered { get; } = ["en", "zh-CN", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "ja", "ko"];

    /// <summary>Name of a language in itself; null for <c>auto</c>.</summary>
    public static string? NameOf(string tag) => tag == "auto" ? null : CultureInfo.GetCultureInfo(tag).NativeName;
}
