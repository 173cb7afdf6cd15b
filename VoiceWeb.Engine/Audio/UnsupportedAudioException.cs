namespace VoiceWeb.Engine.Audio;

/// <summary>The audio may be fine, but this encoding is one we do not read. The message is fit for a user.</summary>
public sealed class UnsupportedAudioException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The longest that is read, in seconds, where the length is what stands in the way; else null.</summary>
    public double? LimitSeconds { get; init; }
}
