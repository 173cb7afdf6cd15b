namespace VoiceWeb.Engine.Speakers;

/// <summary>This recording cannot be checked. The message says why and what to do, in a sentence fit for a user.</summary>
/// <param name="reason">Stable name of the cause, such as <c>too-short</c>: the app translates by it.</param>
public sealed class UnusableRecordingException(string reason, string message) : Exception(message)
{
    /// <summary>Stable name of the cause, such as <c>too-short</c>.</summary>
    public string Reason { get; } = reason;
}
