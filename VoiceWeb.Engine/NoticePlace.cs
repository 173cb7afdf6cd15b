namespace VoiceWeb.Engine;

/// <summary>Where in a recording its notice stands.</summary>
public enum NoticePlace
{
    /// <summary>Before the first sentence.</summary>
    Start = 0,

    /// <summary>Between the two sentences that meet nearest to the middle of the text; before the only one when there is but one.</summary>
    Middle = 1,

    /// <summary>After the last sentence.</summary>
    End = 2,
}
