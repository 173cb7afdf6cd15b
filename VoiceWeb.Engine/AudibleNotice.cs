namespace VoiceWeb.Engine;

/// <summary>What a listener is to hear in the recording itself of its being generated. Part of the samples, and marked as they are.</summary>
/// <param name="Kind">How it is said.</param>
/// <param name="Place">Where it stands.</param>
public sealed record AudibleNotice(NoticeKind Kind, NoticePlace Place)
{
    /// <summary>Nothing is heard.</summary>
    public static AudibleNotice None { get; } = new(NoticeKind.None, NoticePlace.Start);
}
