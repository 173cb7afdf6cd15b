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
public sealed record VoiceFitRequest(string Model, IReadOnlyList<FitClip> Clips, string Language)
{
    /// <summary>The stretches that were chosen by hand; empty leaves the choice to the model. Models that know no references ignore them.</summary>
    public IReadOnlyList<FitReference> References { get; init; } = [];
}

/// <summary>A stretch of a recording that the voice is to speak like.</summary>
/// <param name="Clip">Which of the recordings, counted from 0.</param>
/// <param name="StartSeconds">Where it begins. At least 0.</param>
/// <param name="Seconds">How long it is: 3 to 10.</param>
/// <param name="Transcript">What is said in it; the first of a style that has one guides rhythm and melody.</param>
/// <param name="Style">Name of the style that it is for, or null for the voice's own.</param>
public sealed record FitReference(int Clip, double StartSeconds, double Seconds, string? Transcript, string? Style);
