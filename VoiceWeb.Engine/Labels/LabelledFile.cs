namespace VoiceWeb.Engine.Labels;

/// <summary>What a sound file says about itself, and the hash of the sound that it says it of.</summary>
/// <param name="Labels">Text of every AIGC label, wherever it stands. The standard wants exactly one.</param>
/// <param name="DigitalSourceType">IPTC's digital source type, as a full address; null for none.</param>
/// <param name="SoundSha256">
/// SHA-256 of the coded sound without any metadata: the data chunk (WAV), the frames (MP3, FLAC), the pages' content after the headers
/// (Ogg), the mdat boxes (MP4). Null when the file is not laid out so that it can be told.
/// </param>
public sealed record LabelledFile(IReadOnlyList<string> Labels, string? DigitalSourceType, ReadOnlyMemory<byte>? SoundSha256)
{
    /// <summary>The IPTC term for what a model made from learned material.</summary>
    public const string TrainedAlgorithmicMedia = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
}
