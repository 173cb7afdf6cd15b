namespace VoiceWeb.Engine.Tracks;

/// <summary>What a track is made of: parts in order, and how they meet.</summary>
/// <param name="Parts">At least one; all with one mark and one sample rate.</param>
public sealed record TrackPlan(IReadOnlyList<TrackPart> Parts)
{
    /// <summary>
    /// Fade at either side of every silence, in seconds, so that no edge clicks. 0 to 0.05; default 5 ms. Parts that follow each
    /// other without silence meet sample by sample, as they were spoken, and are not faded.
    /// </summary>
    public double FadeSeconds { get; init; } = 0.005;

    /// <summary>Silence after the last part, in seconds. 0 to 60.</summary>
    public double SilenceAfterSeconds { get; init; }
}
