namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>The bench cannot run: a program, a folder or a name is missing. The message says which and what to do.</summary>
public sealed class MarkBenchException(string message, Exception? inner = null) : Exception(message, inner);
