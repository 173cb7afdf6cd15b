namespace VoiceWeb.Engine;

/// <summary>A voice that has been learned, with what was found on the way.</summary>
public sealed record FittedVoice(VoiceReference Voice, FitReport Report);

/// <summary>What learning a voice found. Numbers that a model does not measure are null.</summary>
/// <param name="MedianPitchHz">Median fundamental frequency of the clip, in Hz.</param>
/// <param name="PitchRangeSemitones">10th to 90th percentile of the clip's pitch, in semitones.</param>
/// <param name="WarpFactor">Vocal-tract warp against the base speech; above 1 is a shorter tract.</param>
/// <param name="RateFactor">Duration of the speaker's speech over that of the base speech.</param>
/// <param name="Likeness">0 to 1: how near the voice's long-term spectrum comes to the clip's.</param>
/// <param name="UsedTranscript">Whether a transcript was given and fitted the recording.</param>
/// <param name="Notes">Sentences for the user, most important first.</param>
/// <param name="Pictures">Curves for the voice page, by name.</param>
public sealed record FitReport(
    double? MedianPitchHz,
    double? PitchRangeSemitones,
    double? WarpFactor,
    double? RateFactor,
    double? Likeness,
    bool UsedTranscript,
    IReadOnlyList<EngineStatement> Notes,
    IReadOnlyList<FitCurve> Pictures);

/// <summary>One curve of a picture: for instance the clip's long-term spectrum.</summary>
/// <param name="Name">Stable name: <c>clip-spectrum</c>, <c>voice-spectrum</c>, <c>clip-pitch</c>, <c>voice-pitch</c>.</param>
/// <param name="X">Abscissa: Hz.</param>
/// <param name="Y">Ordinate: dB for spectra, share of frames for pitch. Same length as X.</param>
public sealed record FitCurve(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y);
