using System.Buffers.Binary;
using System.Security.Cryptography;

namespace VoiceWeb.Engine.Labels;

/// <summary>Labels in Ogg (RFC 3533; Opus: RFC 7845): the comment packet, which is the second of a stream.</summary>
internal static class OggTags
{
    private const int HeaderBytes = 27;
    private const int LengthAt = 26;
    private const int ChecksumAt = 22;
    private const uint Polynomial = 0x04C11DB7;

    public static bool Read(ReadOnlySpan<byte> file, TagCollector tags, IncrementalHash sound)
    {
        var comments = new List<byte>();
        var packets = 0; // that have ended
        var headers = 2;
        for (var at = 0; TryPage(file[at..], out var lacing, out var body); at += HeaderBytes + lacing.Length + body.Length)
        {
            if (packets >= headers)
            {
                sound.AppendData(body);
                continue;
            }

            if (at == 0 && body.Length > 0 && body[0] == 1)
            {
                headers = 3; // Vorbis has a third one, with its code books
            }

            foreach (var length in lacing)
            {
                if (packets == 1)
                {
                    comments.AddRange(body[..length]);
                }

                body = body[length..];
                packets += length < 255 ? 1 : 0;
            }

            TryPage(file[at..], out lacing, out body);
        }

        var packet = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(comments);
        if (packet.StartsWith("OpusTags"u8))
        {
            tags.AddVorbisComments(packet[8..]);
        }
        else if (packet.Length > 7 && packet[1..].StartsWith("vorbis"u8))
        {
            tags.AddVorbisComments(packet[7..]);
        }

        return packets >= headers;
    }

    /// <summary>Gives the page that holds a byte its checksum anew.</summary>
    public static void Checksum(Span<byte> file, int position)
    {
        for (var at = 0; TryPage(file[at..], out var lacing, out var body);)
        {
            var length = HeaderBytes + lacing.Length + body.Length;
            if (position < at + length)
            {
                var page = file.Slice(at, length);
                page.Slice(ChecksumAt, 4).Clear();
                BinaryPrimitives.WriteUInt32LittleEndian(page[ChecksumAt..], Of(page));
                return;
            }

            at += length;
        }
    }

    private static bool TryPage(ReadOnlySpan<byte> file, out ReadOnlySpan<byte> lacing, out ReadOnlySpan<byte> body)
    {
        lacing = default;
        body = default;
        if (file.Length < HeaderBytes || !file.StartsWith("OggS"u8) || file.Length < HeaderBytes + file[LengthAt])
        {
            return false;
        }

        lacing = file.Slice(HeaderBytes, file[LengthAt]);
        var length = 0;
        foreach (var segment in lacing)
        {
            length += segment;
        }

        if (length > file.Length - HeaderBytes - lacing.Length)
        {
            return false;
        }

        body = file.Slice(HeaderBytes + lacing.Length, length);
        return true;
    }

    // The checksum of RFC 3533, section 6: no reflection, begins with zero.
    private static uint Of(ReadOnlySpan<byte> page)
    {
        uint sum = 0;
        foreach (var value in page)
        {
            sum ^= (uint)value << 24;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum & 0x80000000) != 0 ? (sum << 1) ^ Polynomial : sum << 1;
            }
        }

        return sum;
    }
}
