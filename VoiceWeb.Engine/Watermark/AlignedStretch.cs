namespace VoiceWeb.Engine.Watermark;

/// <summary>A stretch of a found file and where it comes from.</summary>
/// <param name="StartSeconds">Start, in seconds of the file.</param>
/// <param name="EndSeconds">End, in seconds of the file.</param>
/// <param name="RenderingStartSeconds">What stands there, in seconds of the rendering.</param>
public sealed record AlignedStretch(double StartSeconds, double EndSeconds, double RenderingStartSeconds);
