namespace VoiceWeb.Cli;

/// <summary>A verb cannot do what was asked. The message is the one line that its user sees.</summary>
internal sealed class CliException(string message) : Exception(message);
