namespace VoiceWeb.Engine.Builtin;

/// <summary>Base speech taken apart, with the pitch level that belongs to the voice of each frame.</summary>
/// <param name="Frames">Its parameters; aperiodicity is not measured.</param>
/// <param name="PitchLevel">log2 of the median pitch (Hz) of the base voice that spoke the frame. One a frame.</param>
/// <param name="Voice">The base voice that spoke most of it.</param>
internal sealed record BaseUtterance(SpeechFrames Frames, double[] PitchLevel, string Voice);
