namespace VoiceWeb.Engine.Speakers;

/// <summary>Whether two recordings are of one speaker.</summary>
public enum SpeakerDecision
{
    /// <summary>They are, as far as signal measures tell.</summary>
    Same,

    /// <summary>They are not.</summary>
    Different,

    /// <summary>The measures do not tell: a person must listen.</summary>
    Review,
}
