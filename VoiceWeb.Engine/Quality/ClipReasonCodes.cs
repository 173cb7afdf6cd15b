namespace VoiceWeb.Engine.Quality;

/// <summary>The codes that a verdict's reasons may carry. They never change their meaning.</summary>
public static class ClipReasonCodes
{
    /// <summary>Refused: digital silence, or so close to it that nothing can be measured. Value: dB below full scale.</summary>
    public const string Silent = "silent";

    /// <summary>Refused: the whole clip is shorter than the speech that is needed. Value: seconds.</summary>
    public const string TooShort = "too-short";

    /// <summary>Refused: there is sound, but no speech. Value: seconds of the clip.</summary>
    public const string NoSpeech = "no-speech";

    /// <summary>Refused: most of what is loud are tones, hum or held notes. Value: seconds of them.</summary>
    public const string ToneOrMusic = "tone-or-music";

    /// <summary>Refused: less speech than needed. Value: seconds.</summary>
    public const string TooLittleSpeech = "too-little-speech";

    /// <summary>Warning: enough speech for a voice, not for a good one. Value: seconds.</summary>
    public const string LittleSpeech = "little-speech";

    /// <summary>Refused: the background is nearly as loud as the voice. Value: dB.</summary>
    public const string TooNoisy = "too-noisy";

    /// <summary>Warning: the background can be heard. Value: dB.</summary>
    public const string Noisy = "noisy";

    /// <summary>Refused: many peaks are cut off. Value: share of samples.</summary>
    public const string TooClipped = "too-clipped";

    /// <summary>Warning: some peaks are cut off. Value: share of samples.</summary>
    public const string Clipped = "clipped";

    /// <summary>Refused: so quiet that the steps of the recording can be heard. Value: dB below full scale.</summary>
    public const string TooQuiet = "too-quiet";

    /// <summary>Warning: quieter than it should be. Value: dB below full scale.</summary>
    public const string Quiet = "quiet";

    /// <summary>Warning: a telephone's bandwidth, whatever the rate of the file. Value: Hz.</summary>
    public const string NarrowBand = "narrow-band";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Silent, TooShort, NoSpeech, ToneOrMusic, TooLittleSpeech, LittleSpeech, TooNoisy, Noisy, TooClipped, Clipped, TooQuiet, Quiet, NarrowBand,
    ];
}
