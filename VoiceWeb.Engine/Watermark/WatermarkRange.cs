namespace VoiceWeb.Engine.Watermark;

/// <summary>A stretch of a file.</summary>
/// <param name="StartSeconds">Start, in seconds of the file.</param>
/// <param name="EndSeconds">End, in seconds of the file.</param>
public sealed record WatermarkRange(double StartSeconds, double EndSeconds);
