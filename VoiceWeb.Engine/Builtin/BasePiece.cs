using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Builtin;

/// <summary>Base speech of one voice.</summary>
/// <param name="Voice">Name of the voice, as espeak-ng calls it.</param>
/// <param name="Audio">What it said, at the grid's rate.</param>
internal sealed record BasePiece(string Voice, AudioBuffer Audio);
