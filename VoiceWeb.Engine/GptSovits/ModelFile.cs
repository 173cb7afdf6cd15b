namespace VoiceWeb.Engine.GptSovits;

/// <summary>One file of a model.</summary>
/// <param name="Part">What it is for.</param>
/// <param name="Name">File name without folder.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal.</param>
public sealed record ModelFile(string Part, string Name, long Bytes, string Sha256);
