using System.Buffers.Binary;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Provenance;

/// <summary>
/// Where content credentials stand in a sound file (C2PA 2.4, appendix A.3): the last chunk <c>C2PA</c> of a WAV, a <c>GEOB</c> frame of an
/// ID3v2 tag in MP3 and before FLAC.
/// </summary>
/// <param name="StoreAt">Where the manifest store begins.</param>
/// <param name="StoreLength">Its length in bytes.</param>
/// <param name="ExcludedAt">Where the bytes begin that the hash of the file leaves out.</param>
/// <param name="ExcludedLength">How many they are.</param>
internal readonly record struct ManifestPlace(int StoreAt, int StoreLength, int ExcludedAt, int ExcludedLength)
{
    private const int Id3Head = 10, FrameHead = 10, ChunkHead = 8;

    // Encoding Latin-1, media type, file name, description.
    private static readonly byte[] GeobHead = [0, .. "application/c2pa\0c2pa\0c2pa manifest store\0"u8];

    /// <summary>Makes room for a manifest store in a file that has none.</summary>
    /// <param name="file">A whole WAV, MP3 or FLAC file.</param>
    /// <param name="format">Which.</param>
    /// <param name="length">Of the store, in bytes.</param>
    /// <returns>The longer file, zeros where the store will stand, and where that is.</returns>
    /// <exception cref="InvalidDataException">The file is not laid out as our encoder lays them out.</exception>
    public static (byte[] File, ManifestPlace Place) MakeRoom(ReadOnlySpan<byte> file, AudioFormat format, int length) => format switch
    {
        AudioFormat.Wav => InRiff(file, length),
        AudioFormat.Mp3 => InId3(file, length),
        AudioFormat.Flac when file.StartsWith("fLaC"u8) => InId3([.. "ID3"u8, 3, 0, 0, 0, 0, 0, 0, .. file], length),
        _ => throw new InvalidDataException($"There is no place for content credentials in this {format} file."),
    };

    /// <summary>Finds the store in a file; null when it has none.</summary>
    public static ManifestPlace? Find(ReadOnlySpan<byte> file) =>
        file.StartsWith("RIFF"u8) ? FindInRiff(file) : file.StartsWith("ID3"u8) ? FindInId3(file) : null;

    private static (byte[] File, ManifestPlace Place) InRiff(ReadOnlySpan<byte> file, int length)
    {
        if (file.Length < 12 || !file.StartsWith("RIFF"u8) || BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) + 8L != file.Length)
        {
            throw new InvalidDataException("The WAV file is not as long as it says.");
        }

        var start = file.Length + (file.Length & 1);
        var longer = new byte[checked(start + ChunkHead + length + (length & 1))];
        file.CopyTo(longer);
        "C2PA"u8.CopyTo(longer.AsSpan(start));
        BinaryPrimitives.WriteInt32LittleEndian(longer.AsSpan(start + 4), length);
        BinaryPrimitives.WriteUInt32LittleEndian(longer.AsSpan(4), checked((uint)(longer.Length - 8)));
        return (longer, new ManifestPlace(start + ChunkHead, length, start, ChunkHead + length));
    }

    private static (byte[] File, ManifestPlace Place) InId3(ReadOnlySpan<byte> file, int length)
    {
        // Unsynchronised tags and extended headers are none of our encoder's.
        if (file.Length < Id3Head || !file.StartsWith("ID3"u8) || file[3] is not (3 or 4) || file[5] != 0)
        {
            throw new InvalidDataException("The file does not begin with a plain ID3v2 tag.");
        }

        var frame = GeobHead.Length + length;
        var tag = SevenBits(file[6..]) + FrameHead + frame;
        if (tag >= 1 << 28)
        {
            throw new InvalidDataException("The ID3 tag would be longer than it can say.");
        }

        var longer = new byte[checked(file.Length + FrameHead + frame)];
        file[..Id3Head].CopyTo(longer);
        PutSevenBits(longer.AsSpan(6), tag);
        var at = longer.AsSpan(Id3Head);
        "GEOB"u8.CopyTo(at);
        if (file[3] == 4)
        {
            PutSevenBits(at[4..], frame);
        }
        else
        {
            BinaryPrimitives.WriteInt32BigEndian(at[4..], frame);
        }

        GeobHead.CopyTo(at[FrameHead..]);
        file[Id3Head..].CopyTo(longer.AsSpan(Id3Head + FrameHead + frame));
        var store = Id3Head + FrameHead + GeobHead.Length;
        return (longer, new ManifestPlace(store, length, store, length));
    }

    private static ManifestPlace? FindInRiff(ReadOnlySpan<byte> file)
    {
        for (long at = 12; at + ChunkHead <= file.Length;)
        {
            var head = file[(int)at..];
            long length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (head.StartsWith("C2PA"u8) && length <= head.Length - ChunkHead)
            {
                return new ManifestPlace((int)at + ChunkHead, (int)length, (int)at, ChunkHead + (int)length);
            }

            at += ChunkHead + length + (length & 1);
        }

        return null;
    }

    private static ManifestPlace? FindInId3(ReadOnlySpan<byte> file)
    {
        if (file.Length < Id3Head || file[3] is not (3 or 4) || (file[5] & 0xC0) != 0)
        {
            return null;
        }

        var end = Math.Min(file.Length, Id3Head + SevenBits(file[6..]));
        for (var at = Id3Head; at + FrameHead <= end && file[at] != 0;)
        {
            var size = file[3] == 4 ? SevenBits(file[(at + 4)..]) : BinaryPrimitives.ReadInt32BigEndian(file[(at + 4)..]);
            if (size < 0 || size > end - at - FrameHead)
            {
                return null;
            }

            var body = file.Slice(at + FrameHead, size);
            if (file[at..].StartsWith("GEOB"u8) && StoreIn(body) is { } store)
            {
                return new ManifestPlace(at + FrameHead + store, size - store, at + FrameHead + store, size - store);
            }

            at += FrameHead + size;
        }

        return null;
    }

    /// <summary>Where the object begins in a GEOB frame of C2PA's media type, in Latin-1 or UTF-8 as all writers known to us use.</summary>
    private static int? StoreIn(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty || body[0] is not (0 or 3) || !body[1..].StartsWith("application/c2pa\0"u8))
        {
            return null;
        }

        var at = 1;
        for (var texts = 0; texts < 3; texts++)
        {
            var end = body[at..].IndexOf((byte)0);
            if (end < 0)
            {
                return null;
            }

            at += end + 1;
        }

        return at;
    }

    private static int SevenBits(ReadOnlySpan<byte> size) =>
        ((size[0] & 0x7F) << 21) | ((size[1] & 0x7F) << 14) | ((size[2] & 0x7F) << 7) | (size[3] & 0x7F);

    private static void PutSevenBits(Span<byte> size, int value)
    {
        for (var i = 0; i < 4; i++)
        {
            size[i] = (byte)((value >> (21 - (7 * i))) & 0x7F);
        }
    }
}
