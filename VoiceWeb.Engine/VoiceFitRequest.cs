using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine;

/// <summary>One recording of the speaker.</summary>
/// <param name="Audio">The decoded recording, at its own rate.</param>
/// <param name="Transcript">What was said in it, when known. The likeness rises with it.</param>
public sealed record FitClip(AudioBuffer Audio, string? Transcript);

/// <summary>Recordings to learn a voice from.</summary>
/// <param name="Model">Name of the voice model, such as <c>builtin</c>.</param>
/// <param name="Clips">At least one recording of one and the same speaker.</param>
/// <param name="Language">Language spoken in the recordings, as a BCP 47 tag, or <c>auto</c>.</param>
public sealed record VoiceFitRequest(string Model, IReadOnlyList<FitClip> Clips, string Language);
