namespace VoiceWeb.Engine.Builtin;

/// <summary>All that is learned from a speaker's recordings: what turns base speech into this voice. Immutable.</summary>
/// <param name="WarpFactor">Stretch of the frequency axis against the base speech.</param>
/// <param name="Band">The band that the recordings cover.</param>
/// <param name="Pitch">Where the pitch lies.</param>
/// <param name="DurationFactor">Duration of this voice's speech over the base speech's.</param>
/// <param name="Spectrum">From warped base cepstra to the speaker's.</param>
/// <param name="Equaliser">Correction of voiced frames found in the closed loop: ln power on the mel axis.</param>
/// <param name="HissEqualiser">The same of unvoiced frames.</param>
/// <param name="NoiseOffsetDb">Correction of the aperiodicity found in the closed loop, one a point.</param>
/// <param name="Jitter">Random wobble of the pitch, as a share of it.</param>
internal sealed record VoiceProfile(
    double WarpFactor,
    BandLimit Band,
    PitchMap Pitch,
    double DurationFactor,
    SpectralMap Spectrum,
    float[] Equaliser,
    float[] HissEqualiser,
    float[] NoiseOffsetDb,
    double Jitter);
