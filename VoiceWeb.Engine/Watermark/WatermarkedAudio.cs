using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// Synthetic speech that carries its mark. Only the watermarker can make one, and storage and playback accept nothing else,
/// so unmarked speech has no way out of the engine.
/// </summary>
public sealed class WatermarkedAudio
{
    internal WatermarkedAudio(AudioBuffer audio, WatermarkId id)
        : this(audio, id, new RenderingSketch([]))
    {
    }

    internal WatermarkedAudio(AudioBuffer audio, WatermarkId id, RenderingSketch sketch)
    {
        Audio = audio;
        Id = id;
        Sketch = sketch;
    }

    /// <summary>The marked samples.</summary>
    public AudioBuffer Audio { get; }

    /// <summary>What the mark says.</summary>
    public WatermarkId Id { get; }

    /// <summary>
    /// What the server may remember of the rendering, from its start to the end of this part: the last part's sketch is the whole's.
    /// </summary>
    public RenderingSketch Sketch { get; }
}
