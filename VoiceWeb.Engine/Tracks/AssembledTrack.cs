using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Engine.Tracks;

/// <summary>A whole track.</summary>
/// <param name="Audio">The marked samples.</param>
/// <param name="StartSeconds">Where each part of the plan begins, for chapters and subtitles.</param>
public sealed record AssembledTrack(WatermarkedAudio Audio, IReadOnlyList<double> StartSeconds);
