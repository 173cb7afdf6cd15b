namespace VoiceWeb.Engine.GptSovits;

/// <summary>These files cannot become a model. The message says what is missing or wrong, and what to do, in a sentence fit for a user.</summary>
/// <param name="reason">Stable name of the cause, such as <c>model-incomplete</c>: the app translates by it.</param>
public sealed class ModelImportException(string reason, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Stable name of the cause.</summary>
    public string Reason { get; } = reason;

    /// <summary>File names and numbers that a translated sentence fills in, in order.</summary>
    public IReadOnlyList<object> Arguments { get; init; } = [];
}
