namespace VoiceWeb.Engine.Audio;

/// <summary>A program of the system that the engine calls.</summary>
/// <param name="Name">As typed, such as <c>ffmpeg</c>.</param>
/// <param name="Path">Full path of the executable.</param>
/// <param name="Version">First line that it says about itself; null where it says nothing.</param>
public sealed record ExternalTool(string Name, string Path, string? Version);
