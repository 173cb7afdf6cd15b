namespace VoiceWeb.Engine;

/// <summary>This text cannot be spoken. The message says why and what to do, in a sentence fit for a user.</summary>
/// <param name="reason">Stable name of the cause, such as <c>no-speakable-characters</c>: the app translates by it.</param>
public sealed class UnspeakableTextException(string reason, string message) : Exception(message)
{
    /// <summary>Stable name of the cause, such as <c>no-speakable-characters</c>.</summary>
    public string Reason { get; } = reason;
}
