namespace VoiceWeb.Engine;

/// <summary>How a text is to be said. Same settings, same voice, same text, same seed: same samples.</summary>
public sealed record SpeechSettings
{
    /// <summary>Speaking rate; 1 is the voice's own. 0.5 to 2.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Pitch shift in semitones. -12 to 12.</summary>
    public double PitchSemitones { get; init; }

    /// <summary>Silence after each sentence. 0 to 5 s.</summary>
    public TimeSpan SentencePause { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Level of the speech, in LUFS-like active dBFS. -40 to -10.</summary>
    public double LevelDbfs { get; init; } = -23;

    /// <summary>
    /// Whether a GPT-SoVITS voice reads numbers, signs and languages as GPT-SoVITS itself does, with its defects, and without
    /// instructions and dictionaries. For comparing with it.
    /// </summary>
    public bool CompatibleReading { get; init; }

    /// <summary>Seed of everything random in the voice model.</summary>
    public long Seed { get; init; }
}
