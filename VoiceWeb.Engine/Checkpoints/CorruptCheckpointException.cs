namespace VoiceWeb.Engine.Checkpoints;

/// <summary>The bytes are not a valid checkpoint: truncated, or not what its directory promises. The message is fit for a user.</summary>
public sealed class CorruptCheckpointException(string message, Exception? inner = null) : Exception(message, inner);
