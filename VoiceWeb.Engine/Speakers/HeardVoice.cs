using VoiceWeb.Engine.Builtin;

namespace VoiceWeb.Engine.Speakers;

/// <summary>A recording of a speaker, analysed and ready to be compared.</summary>
/// <param name="Frames">Its parameters.</param>
/// <param name="IsNarrow">Whether it sounds like a telephone.</param>
internal sealed record HeardVoice(SpeechFrames Frames, bool IsNarrow);
