namespace VoiceWeb.Engine.Builtin;

/// <summary>What is known of a speaker's recording once it was listened to; the sound itself is not kept.</summary>
/// <param name="Frames">Its parameters, with aperiodicity; denoised where that was needed.</param>
/// <param name="Measure">What the voice made of it is to be compared with.</param>
/// <param name="Seconds">How long it is.</param>
/// <param name="SourceRate">The rate at which it came, in Hz.</param>
/// <param name="Transcript">What was said in it, when known.</param>
internal sealed record SpeakerSample(SpeechFrames Frames, VoiceMeasure Measure, double Seconds, int SourceRate, string? Transcript);
