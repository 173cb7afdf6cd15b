using System.Security.Cryptography;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Labels;

/// <summary>
/// Reads labels out of WAV, MP3, FLAC, Ogg (Opus, Vorbis) and MP4 files: the places that the audio guide to GB 45438-2025 names for each,
/// and XMP where a format has a place for it. Damaged files give what can be read; nothing is thrown for them.
/// </summary>
public static class LabelReader
{
    /// <summary>Reads a whole file.</summary>
    public static LabelledFile Read(ReadOnlySpan<byte> file)
    {
        var tags = new TagCollector();
        using var sound = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var whole = file.StartsWith("RIFF"u8) && RiffTags.Read(file, tags, sound)
            || file.StartsWith("OggS"u8) && OggTags.Read(file, tags, sound)
            || (file.StartsWith("fLaC"u8) || file.StartsWith("ID3"u8)) && ReadTagged(file, tags, sound)
            || file.Length > 12 && file[4..].StartsWith("ftyp"u8) && Mp4Tags.Read(file, tags, sound)
            || file.Length > 2 && file[0] == 0xFF && MpegFrame.TryReadLayerThree(file, out _) && Id3Tags.HashFrames(file, sound);
        return new LabelledFile(tags.Labels, tags.DigitalSourceType, whole ? sound.GetHashAndReset() : null);
    }

    private static bool ReadTagged(ReadOnlySpan<byte> file, TagCollector tags, IncrementalHash sound)
    {
        var rest = file;
        while (rest.StartsWith("ID3"u8) && Id3Tags.Read(rest, tags) is var length and > 0)
        {
            rest = rest[length..];
        }

        return rest.StartsWith("fLaC"u8) ? FlacTags.Read(rest, tags, sound) : Id3Tags.HashFrames(rest, sound);
    }
}
