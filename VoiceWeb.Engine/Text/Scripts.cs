using System.Globalization;

namespace VoiceWeb.Engine.Text;

/// <summary>Which script a character is written in, by Unicode block.</summary>
internal static class Scripts
{
    public static Script Of(int codePoint) => codePoint switch
    {
        < 0x80 => codePoint is >= 'a' and <= 'z' or >= 'A' and <= 'Z' ? Script.Latin : Script.None,
        >= 0x4E00 and <= 0x9FFF => Script.Han,
        0x3005 or 0x3007 or >= 0x3400 and <= 0x4DBF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFD => Script.Han,
        >= 0x3041 and <= 0x309F or >= 0x30A1 and <= 0x30FA or >= 0x30FC and <= 0x30FF or >= 0x31F0 and <= 0x31FF
            or >= 0xFF66 and <= 0xFF9F => Script.Kana,
        >= 0xAC00 and <= 0xD7A3 or >= 0x1100 and <= 0x11FF or >= 0x3131 and <= 0x318E => Script.Hangul,
        _ => IsLetter(codePoint) ? OfLetter(codePoint) : Script.None,
    };

    /// <summary>A character that fills a whole cell: it is about as long to say as three Latin letters.</summary>
    public static bool IsWide(int codePoint) =>
        codePoint is >= 0x2E80 and <= 0xA4CF or >= 0xAC00 and <= 0xD7A3 or >= 0xF900 and <= 0xFAFF or >= 0xFF00 and <= 0xFF60
            or >= 0x20000 and <= 0x3FFFD;

    /// <summary>The code point at an index; a lone surrogate stands for itself.</summary>
    public static int CodePointAt(string text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1])
            ? char.ConvertToUtf32(text[index], text[index + 1])
            : text[index];

    public static bool IsSpeakable(int codePoint) =>
        CharUnicodeInfo.GetUnicodeCategory(codePoint) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    private static bool IsLetter(int codePoint) =>
        CharUnicodeInfo.GetUnicodeCategory(codePoint) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter;

    private static Script OfLetter(int codePoint) => codePoint switch
    {
        < 0x250 or >= 0x1E00 and <= 0x1EFF or >= 0xFF21 and <= 0xFF5A => Script.Latin,
        >= 0x370 and <= 0x3FF or >= 0x1F00 and <= 0x1FFF => Script.Greek,
        >= 0x400 and <= 0x52F => Script.Cyrillic,
        >= 0x590 and <= 0x5FF => Script.Hebrew,
        >= 0x600 and <= 0x77F or >= 0x8A0 and <= 0x8FF or >= 0xFB50 and <= 0xFEFC => Script.Arabic,
        >= 0x900 and <= 0x97F => Script.Devanagari,
        >= 0xE00 and <= 0xE7F => Script.Thai,
        _ => Script.Other,
    };
}
