namespace VoiceWeb.Engine.Speakers;

/// <summary>Whether the words of a statement were read.</summary>
public enum ReadingDecision
{
    /// <summary>They were.</summary>
    Read,

    /// <summary>Other words were read, or none.</summary>
    NotRead,

    /// <summary>The recording does not tell: a person must listen, or the speaker must record again.</summary>
    Review,
}
