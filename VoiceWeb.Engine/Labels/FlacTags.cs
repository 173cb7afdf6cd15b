using System.Security.Cryptography;

namespace VoiceWeb.Engine.Labels;

/// <summary>Labels in FLAC (RFC 9639): the block of Vorbis comments before the frames.</summary>
internal static class FlacTags
{
    private const int Comments = 4;

    public static bool Read(ReadOnlySpan<byte> file, TagCollector tags, IncrementalHash sound)
    {
        var at = 4;
        for (var last = false; !last;)
        {
            if (at + 4 > file.Length)
            {
                return false;
            }

            last = (file[at] & 0x80) != 0;
            var type = file[at] & 0x7F;
            var length = (file[at + 1] << 16) | (file[at + 2] << 8) | file[at + 3];
            at += 4;
            if (length > file.Length - at)
            {
                return false;
            }

            if (type == Comments)
            {
                tags.AddVorbisComments(file.Slice(at, length));
            }

            at += length;
        }

        sound.AppendData(file[at..]);
        return true;
    }
}
