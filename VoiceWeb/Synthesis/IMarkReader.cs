using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Synthesis;

/// <summary>Reads the marks of this installation.</summary>
public interface IMarkReader
{
    /// <summary>Looks for the mark of one rendering, before its audio leaves.</summary>
    WatermarkDetection Verify(AudioBuffer audio, WatermarkId expected, CancellationToken cancellationToken);

    /// <summary>Looks for any mark of this installation, with all ids that it has issued.</summary>
    Task<WatermarkDetection> DetectAsync(AudioBuffer audio, CancellationToken cancellationToken);
}
