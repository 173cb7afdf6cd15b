using VoiceWeb.Data;
using VoiceWeb.Synthesis;

namespace VoiceWeb.Studio;

/// <summary>What is chosen beside the text. Values as the page's controls hold them.</summary>
internal sealed class StudioSettings
{
    public Guid VoiceId { get; set; }

    public string Language { get; set; } = "auto";

    public ConsentPurposes Purpose { get; set; } = ConsentPurposes.Teaching;

    public double Speed { get; set; } = 1;

    public double PitchSemitones { get; set; }

    public int PauseMilliseconds { get; set; } = 300;

    public long? Seed { get; set; }

    public SpeakOrder Order(string text) => new(VoiceId, text)
    {
        Language = Language,
        Purpose = Purpose,
        Speed = Speed,
        PitchSemitones = PitchSemitones,
        PauseMilliseconds = PauseMilliseconds,
        Seed = Seed,
    };
}
