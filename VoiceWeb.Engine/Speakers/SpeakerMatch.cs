namespace VoiceWeb.Engine.Speakers;

/// <summary>What the comparison of two recordings found. A support for a reviewer: the same person differs from day to day, too.</summary>
/// <param name="Decision">Same, different, or for a person to say.</param>
/// <param name="Score">Above 0 speaks for one speaker, below for two.</param>
/// <param name="SpectrumShape">Distance of the covariances of the cepstra; 0 for equal ones.</param>
/// <param name="SpectrumMean">Distance of their means, in units of the covariances.</param>
/// <param name="PitchSemitones">Distance of the median pitches.</param>
/// <param name="PitchRange">Magnitude of ln of the ratio of the pitch ranges.</param>
/// <param name="IsNarrow">Whether either recording sounds like a telephone.</param>
/// <param name="IsNoisy">Whether either recording holds so much noise that nothing is decided.</param>
public sealed record SpeakerMatch(
    SpeakerDecision Decision,
    double Score,
    double SpectrumShape,
    double SpectrumMean,
    double PitchSemitones,
    double PitchRange,
    bool IsNarrow,
    bool IsNoisy);
