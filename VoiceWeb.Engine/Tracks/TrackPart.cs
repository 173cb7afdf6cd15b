using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Engine.Tracks;

/// <summary>One stretch of a track.</summary>
/// <param name="Audio">Marked speech.</param>
/// <param name="SilenceBeforeSeconds">Silence between the part before (or the start of the track) and this one. 0 to 60.</param>
public sealed record TrackPart(WatermarkedAudio Audio, double SilenceBeforeSeconds = 0);
