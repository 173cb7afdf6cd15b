namespace VoiceWeb.Engine.OnnxGraph;

/// <summary>Two shapes that meet in a node do not fit: the message names the node and both.</summary>
internal sealed class ShapeMismatchException(string message) : Exception(message);
