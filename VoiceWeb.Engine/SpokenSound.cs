using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine;

/// <summary>A sentence's sound, or a piece of it, as a voice model makes it: unmarked, never leaves the engine.</summary>
/// <param name="Audio">The samples.</param>
/// <param name="EndsSentence">Whether the sentence is complete with it.</param>
/// <param name="VoicePower">
/// Mean square of the voice's speech, known beforehand: what the first piece is levelled by, when the rest of the sentence is not there yet. Positive
/// where a sentence comes in several pieces.
/// </param>
internal sealed record SpokenSound(AudioBuffer Audio, bool EndsSentence, double VoicePower);
