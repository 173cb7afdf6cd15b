namespace VoiceWeb.Engine.GptSovits;

/// <summary>A stretch of a sentence's samples.</summary>
/// <param name="Samples">At 32 kHz.</param>
/// <param name="IsLast">Whether the sentence ends with it.</param>
internal sealed record WaveWindow(float[] Samples, bool IsLast);
