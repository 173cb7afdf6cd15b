namespace VoiceWeb.Engine;

/// <summary>Whether a voice model can be used on this machine.</summary>
/// <param name="Name">Name of the model, such as <c>builtin</c>.</param>
/// <param name="Available">Whether it can speak now.</param>
/// <param name="Detail">When available: what it runs on. When not: why, and how to mend it.</param>
public sealed record VoiceModelStatus(string Name, bool Available, string Detail);
