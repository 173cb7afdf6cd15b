namespace VoiceWeb.Data;

/// <summary>What is heard in a recording of its being generated.</summary>
public enum AudibleLabel
{
    None = 0,

    /// <summary>Four tones: short long, short short.</summary>
    Rhythm = 1,

    /// <summary>Words, by a neutral voice.</summary>
    Spoken = 2,
}
