namespace VoiceWeb.Engine.Audio;

/// <summary>The bytes are not valid audio: truncated, or not what the header promises. The message is fit for a user.</summary>
public sealed class CorruptAudioException(string message, Exception? inner = null) : Exception(message, inner);
