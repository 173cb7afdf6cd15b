namespace VoiceWeb.Engine;

/// <summary>Something the engine needs is missing on this machine. The message says what, and how to get it.</summary>
public sealed class EngineUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
