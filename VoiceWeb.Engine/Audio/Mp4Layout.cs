using System.Buffers.Binary;

namespace VoiceWeb.Engine.Audio;

/// <summary>The order of the boxes in an MP4 file.</summary>
/// <remarks>Source: ISO/IEC 14496-12, section 4.2.</remarks>
internal static class Mp4Layout
{
    /// <summary>Whether the index comes before the sound, so that the file can be read without seeking.</summary>
    public static bool CanBeStreamed(ReadOnlySpan<byte> file)
    {
        for (long at = 0; at + 8 <= file.Length;)
        {
            var box = file[(int)at..];
            long size = BinaryPrimitives.ReadUInt32BigEndian(box);
            if (box[4..].StartsWith("moov"u8))
            {
                return true;
            }

            if (box[4..].StartsWith("mdat"u8))
            {
                return false;
            }

            if (size == 1 && box.Length >= 16)
            {
                size = BinaryPrimitives.ReadInt64BigEndian(box[8..]);
            }

            if (size < 8 || size > file.Length - at)
            {
                return false; // to the end of the file, or damaged: the decoder will tell
            }

            at += size;
        }

        return false;
    }
}
