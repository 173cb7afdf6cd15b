namespace VoiceWeb.Engine.Watermark;

/// <summary>A mark could not be set, or could not be read back: the audio must not leave.</summary>
public sealed class MarkFailedException(string message, Exception? inner = null) : Exception(message, inner);
