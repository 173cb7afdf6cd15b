namespace VoiceWeb.Voices;

/// <summary>A stretch of a recording that a voice is to speak like.</summary>
/// <param name="ClipId">One of the voice's recordings.</param>
/// <param name="StartSeconds">Where it begins.</param>
/// <param name="Seconds">How long it is: 3 to 10.</param>
/// <param name="Transcript">What is said in it; null or empty when that is not known.</param>
/// <param name="Style">Name of the style that it is for; null or empty for the voice's own.</param>
public sealed record VoiceStretch(Guid ClipId, double StartSeconds, double Seconds, string? Transcript, string? Style);

/// <summary>A stretch with what was measured of it.</summary>
/// <param name="SpeechShare">Share of its time with speech, 0 to 1.</param>
/// <param name="NoiseDistanceDb">How far the recording's quiet parts lie under its speech, in dB.</param>
/// <param name="Clipped">Samples at full scale.</param>
/// <param name="ClearEnds">Whether it begins and ends in a pause.</param>
/// <param name="OneSpeaker">Whether one speaker alone seems to be heard; null where there is too little speech to say.</param>
/// <param name="ChangeSeconds">Where in the recording the speaker seems to change, in seconds; null where not.</param>
public sealed record MeasuredStretch(
    VoiceStretch Stretch, double SpeechShare, double NoiseDistanceDb, int Clipped, bool ClearEnds, bool? OneSpeaker, double? ChangeSeconds);

/// <summary>A voice's recordings and the stretches of them that may be chosen.</summary>
/// <param name="Recordings">The recordings that are still there, with their names and lengths in seconds.</param>
/// <param name="Chosen">What was chosen; empty where the model chooses by itself.</param>
/// <param name="Found">The best stretches of each recording, best first.</param>
public sealed record VoiceStretches(
    IReadOnlyList<StretchSource> Recordings, IReadOnlyList<MeasuredStretch> Chosen, IReadOnlyList<MeasuredStretch> Found);

/// <summary>A recording that stretches are taken from.</summary>
public sealed record StretchSource(Guid ClipId, string Name, double Seconds);
