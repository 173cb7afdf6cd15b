using System.Globalization;

namespace VoiceWeb.Clips;

/// <summary>A text to read aloud for a recording: about half a minute, with all common sounds of its language.</summary>
/// <param name="Language">BCP 47 tag.</param>
/// <param name="LanguageName">Name of the language in the language itself.</param>
public sealed record ReadingScript(string Language, string LanguageName, string Text)
{
    /// <summary>The scripts there are. Written for this purpose.</summary>
    public static IReadOnlyList<ReadingScript> All { get; } =
    [
        new(
            "en",
            "English",
            "On a bright Thursday morning, Joyce took the ferry across the harbour to visit her uncle. The water was calm, the air smelled of salt and fresh bread, and a thin white cloud hung above the hills. \"Would you like a cup of tea?\" he asked, laughing, while the old clock struck nine. She thought about it, chose the blue cup, and told him everything that had happened since July."),
        new(
            "zh-CN",
            "中文",
            "星期四的早晨，阳光很好。小周坐船过海，去看望住在山脚下的舅舅。海面平静，空气里有盐和新鲜面包的味道，远处的山顶飘着一朵薄薄的白云。“要不要喝杯热茶？”舅舅笑着问他，墙上的老钟正好敲了九下。小周想了想，选了那只蓝色的杯子，然后把七月以来发生的事情一件一件地讲给他听。"),
    ];

    /// <summary>The script in the reader's language, or the English one.</summary>
    public static ReadingScript ForCurrentCulture() =>
        All.FirstOrDefault(s => s.Language.StartsWith(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, StringComparison.Ordinal)) ?? All[0];
}
