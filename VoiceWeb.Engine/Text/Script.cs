namespace VoiceWeb.Engine.Text;

/// <summary>Writing systems that tell which language a piece of text can be in.</summary>
internal enum Script
{
    /// <summary>Digits, marks, symbols, spaces: belongs to whatever stands around it.</summary>
    None,
    Latin,
    Han,
    Kana,
    Hangul,
    Cyrillic,
    Greek,
    Arabic,
    Hebrew,
    Devanagari,
    Thai,

    /// <summary>A letter of a script that is not told apart here.</summary>
    Other,
}
