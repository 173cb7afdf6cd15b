using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// Synthetic speech that carries its mark. Only the watermarker can make one, and storage and playback accept nothing else,
/// so unmarked speech has no way out of the engine.
/// </summary>
public sealed class WatermarkedAudio
{
    internal WatermarkedAudio(AudioBuffer audio, WatermarkId id)
    {
        Audio = audio;
        Id = id;
    }

    /// <summary>The marked samples.</summary>
    public AudioBuffer Audio { get; }

    /// <summary>What the mark says.</summary>
    public WatermarkId Id { get; }
}
