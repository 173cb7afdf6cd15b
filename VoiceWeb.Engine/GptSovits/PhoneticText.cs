namespace VoiceWeb.Engine.GptSovits;

/// <summary>A text as the networks read it.</summary>
/// <param name="Phones">Phone ids.</param>
/// <param name="Bert">Language features per phone, (phones, 1024); zeros where the language has none.</param>
internal sealed record PhoneticText(long[] Phones, float[] Bert);
