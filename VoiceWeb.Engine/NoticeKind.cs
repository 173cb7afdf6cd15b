namespace VoiceWeb.Engine;

/// <summary>How a recording says aloud that it is generated.</summary>
public enum NoticeKind
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>By the rhythm of GB 45438-2025, 5.3 c: short long, short short.</summary>
    Rhythm = 1,

    /// <summary>In words, by a neutral voice that is never the one that speaks the text.</summary>
    Spoken = 2,
}
