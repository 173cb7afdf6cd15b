namespace VoiceWeb.Engine.Checkpoints;

/// <summary>
/// The checkpoint asks for something that is not plain data, such as calling a function. It was refused before anything of it was
/// carried out. The message names what it asked for and is fit for a user.
/// </summary>
public sealed class UnsafeCheckpointException(string message) : Exception(message);
