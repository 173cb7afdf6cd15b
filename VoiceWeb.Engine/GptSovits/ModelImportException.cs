namespace VoiceWeb.Engine.GptSovits;

/// <summary>These files cannot become a model. The message says what is missing or wrong, and what to do, in a sentence fit for a user.</summary>
public sealed class ModelImportException(string message, Exception? inner = null) : Exception(message, inner);
