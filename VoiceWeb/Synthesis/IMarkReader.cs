using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Synthesis;

/// <summary>Reads the marks of this installation.</summary>
public interface IMarkReader
{
    /// <summary>Looks for the mark of one rendering, before its audio leaves.</summary>
    /// <param name="sketch">The rendering's own sketch, which lets a short piece be read; null to do without.</param>
    WatermarkDetection Verify(AudioBuffer audio, WatermarkId expected, RenderingSketch? sketch, CancellationToken cancellationToken);

    /// <summary>Looks for any mark of this installation, with all ids that it has issued and all that it remembers.</summary>
    Task<WatermarkDetection> DetectAsync(AudioBuffer audio, CancellationToken cancellationToken);
}
