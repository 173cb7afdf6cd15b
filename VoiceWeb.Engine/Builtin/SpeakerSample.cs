using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Builtin;

/// <summary>A speaker's recording, ready to be learned from.</summary>
/// <param name="Audio">At the grid's rate and level, denoised where that was needed.</param>
/// <param name="Frames">Its parameters, with aperiodicity.</param>
/// <param name="SourceRate">The rate at which it came, in Hz.</param>
/// <param name="Transcript">What was said in it, when known.</param>
internal sealed record SpeakerSample(AudioBuffer Audio, SpeechFrames Frames, int SourceRate, string? Transcript);
