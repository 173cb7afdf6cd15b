using VoiceWeb.Data;

namespace VoiceWeb.Synthesis;

/// <summary>What a person asks to hear. Values that are not given are the voice's own.</summary>
/// <param name="VoiceId">Who says it.</param>
/// <param name="Text">What to say.</param>
public sealed record SpeakOrder(Guid VoiceId, string Text)
{
    /// <summary>BCP 47 tag, or <c>auto</c>.</summary>
    public string Language { get; init; } = "auto";

    /// <summary>What it is for: the speaker's consent must cover it.</summary>
    public ConsentPurposes Purpose { get; init; } = ConsentPurposes.Teaching;

    /// <summary>Speaking rate, 0.5 to 2; 1 is the voice's own.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Pitch shift in semitones, -12 to 12.</summary>
    public double PitchSemitones { get; init; }

    /// <summary>Silence after each sentence in milliseconds, 0 to 5000.</summary>
    public int PauseMilliseconds { get; init; } = 300;

    /// <summary>Pronunciation dictionary of a project that is to be used beside the school's and the installation's; none by default.</summary>
    public Guid? DictionaryId { get; init; }

    /// <summary>Seed of everything random; null draws one. The same order with the same seed gives the same samples.</summary>
    public long? Seed { get; init; }

    /// <summary>What is heard of its being generated. Heeded on the command line alone: in a school its administrators decide.</summary>
    public AudibleLabel AudibleLabel { get; init; }

    /// <summary>Where that is heard; as <see cref="AudibleLabel"/>.</summary>
    public LabelPlace LabelPlace { get; init; }
}
