using VoiceWeb.Data;
using VoiceWeb.Synthesis;
using VoiceWeb.Voices;

namespace VoiceWeb.Studio;

/// <summary>What is chosen beside the text. Values as the page's controls hold them.</summary>
internal sealed class StudioSettings
{
    private static readonly ConsentPurposes[] AllPurposes =
        [ConsentPurposes.Teaching, ConsentPurposes.Announcements, ConsentPurposes.PersonalUse, ConsentPurposes.Publication];

    public Guid VoiceId { get; set; }

    public string Language { get; set; } = "auto";

    public ConsentPurposes Purpose { get; set; } = ConsentPurposes.Teaching;

    public double Speed { get; set; } = 1;

    public double PitchSemitones { get; set; }

    public int PauseMilliseconds { get; set; } = 300;

    /// <summary>Pronunciation dictionary of a project, or none.</summary>
    public Guid? DictionaryId { get; set; }

    public long? Seed { get; set; }

    public SpeakOrder Order(string text) => new(VoiceId, text)
    {
        Language = Language,
        Purpose = Purpose,
        Speed = Speed,
        PitchSemitones = PitchSemitones,
        PauseMilliseconds = PauseMilliseconds,
        DictionaryId = DictionaryId,
        Seed = Seed,
    };

    /// <summary>What a voice may be used for; anything for the sample, which is nobody's.</summary>
    public static IEnumerable<ConsentPurposes> PurposesOf(VoiceSummary? voice) => voice is { IsSample: false }
        ? AllPurposes.Where(purpose => voice.Purposes.HasFlag(purpose))
        : AllPurposes;

    /// <summary>Takes a voice, and leaves what it cannot speak or may not be used for.</summary>
    public void Choose(VoiceSummary voice, IReadOnlyList<string> languages)
    {
        VoiceId = voice.Id;
        if (!languages.Contains(Language))
        {
            Language = "auto";
        }

        var purposes = PurposesOf(voice).ToList();
        if (!purposes.Contains(Purpose))
        {
            Purpose = purposes.FirstOrDefault(ConsentPurposes.Teaching);
        }
    }

    /// <summary>Takes over what an earlier recording was made with.</summary>
    public void Reuse(RenderingDetails earlier)
    {
        VoiceId = earlier.VoiceId;
        Language = earlier.Language;
        Speed = earlier.Speed;
        PitchSemitones = earlier.PitchSemitones;
        PauseMilliseconds = earlier.PauseMilliseconds;
        Seed = earlier.Seed;
        DictionaryId = earlier.DictionaryId;
    }
}
