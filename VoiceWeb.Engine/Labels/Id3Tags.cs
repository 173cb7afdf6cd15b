using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace VoiceWeb.Engine.Labels;

/// <summary>Labels in ID3v2.3 and 2.4 tags: frames <c>TXXX</c> (named texts) and <c>PRIV</c> of the owner <c>XMP</c>.</summary>
internal static class Id3Tags
{
    private const int HeaderBytes = 10;

    /// <summary>Reads the tag at the start.</summary>
    /// <returns>Its length in bytes; 0 when there is none.</returns>
    public static int Read(ReadOnlySpan<byte> file, TagCollector tags)
    {
        if (file.Length < HeaderBytes || !file.StartsWith("ID3"u8))
        {
            return 0;
        }

        var (version, flags) = (file[3], file[5]);
        var length = Math.Min(file.Length - HeaderBytes, SevenBits(file[6..]));
        var body = file.Slice(HeaderBytes, length);
        var whole = HeaderBytes + length + ((flags & 0x10) != 0 && file.Length - HeaderBytes - length >= HeaderBytes ? HeaderBytes : 0);
        if (version is not (3 or 4))
        {
            return whole;
        }

        if ((flags & 0x80) != 0 && version == 3)
        {
            body = Resynchronised(body);
        }

        if ((flags & 0x40) != 0 && body.Length >= 4)
        {
            var extended = version == 4 ? SevenBits(body) : BinaryPrimitives.ReadInt32BigEndian(body) + 4;
            body = extended > 0 && extended <= body.Length ? body[extended..] : default;
        }

        while (body.Length > HeaderBytes && body[0] != 0)
        {
            var size = version == 4 ? SevenBits(body[4..]) : BinaryPrimitives.ReadInt32BigEndian(body[4..]);
            if (size < 0 || size > body.Length - HeaderBytes)
            {
                break;
            }

            ReadFrame(body[..4], body.Slice(HeaderBytes, size), tags);
            body = body[(HeaderBytes + size)..];
        }

        return whole;
    }

    /// <summary>Hashes the frames between the tags.</summary>
    public static bool HashFrames(ReadOnlySpan<byte> frames, IncrementalHash sound)
    {
        if (frames.Length >= 128 && frames[^128..].StartsWith("TAG"u8))
        {
            frames = frames[..^128];
        }

        sound.AppendData(frames);
        return frames.Length > 0;
    }

    private static void ReadFrame(ReadOnlySpan<byte> id, ReadOnlySpan<byte> body, TagCollector tags)
    {
        if (id.SequenceEqual("TXXX"u8) && body.Length > 1)
        {
            var text = Decode(body[0], body[1..]);
            var end = text.IndexOf('\0', StringComparison.Ordinal);
            if (end >= 0)
            {
                tags.Add(text[..end], text[(end + 1)..].Trim('\0', '\uFEFF'));
            }
        }
        else if (id.SequenceEqual("PRIV"u8) && body.StartsWith("XMP\0"u8))
        {
            tags.AddXmp(body[4..]);
        }
    }

    private static string Decode(byte encoding, ReadOnlySpan<byte> text) => encoding switch
    {
        1 when text.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) => Encoding.BigEndianUnicode.GetString(text[2..]),
        1 => Encoding.Unicode.GetString(text.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? text[2..] : text),
        2 => Encoding.BigEndianUnicode.GetString(text),
        3 => Encoding.UTF8.GetString(text),
        _ => Encoding.Latin1.GetString(text),
    };

    private static int SevenBits(ReadOnlySpan<byte> size) =>
        ((size[0] & 0x7F) << 21) | ((size[1] & 0x7F) << 14) | ((size[2] & 0x7F) << 7) | (size[3] & 0x7F);

    private static byte[] Resynchronised(ReadOnlySpan<byte> body)
    {
        var bytes = new List<byte>(body.Length);
        for (var i = 0; i < body.Length; i++)
        {
            if (i == 0 || body[i] != 0 || body[i - 1] != 0xFF)
            {
                bytes.Add(body[i]);
            }
        }

        return [.. bytes];
    }
}
