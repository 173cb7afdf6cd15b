using System.Text;

namespace VoiceWeb.Engine.Audio;

/// <summary>Tells what a file is by its first bytes; its name and the type that a browser claims count for nothing.</summary>
public static class AudioSniffer
{
    /// <summary>Bytes that are enough to decide, unless a larger tag stands before the sound.</summary>
    public const int BytesNeeded = 4_096;

    private const string Remedy = "Give a recording as WAV, MP3, M4A, OGG, FLAC or WebM.";

    // What people upload by mistake, by its first bytes.
    private static readonly (byte[] Start, string Kind)[] OtherKinds =
    [
        ("PK\u0003\u0004"u8.ToArray(), "a ZIP archive (or a document stored as one)"),
        ("PK\u0005\u0006"u8.ToArray(), "an empty ZIP archive"),
        ("%PDF"u8.ToArray(), "a PDF document"),
        ([0x89, (byte)'P', (byte)'N', (byte)'G'], "a PNG picture"),
        ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
        ("GIF8"u8.ToArray(), "a GIF picture"),
        ([0x49, 0x49, 0x2A, 0x00], "a TIFF picture"),
        ([0x4D, 0x4D, 0x00, 0x2A], "a TIFF picture"),
        ([0x1F, 0x8B], "a gzip archive"),
        ([0x37, 0x7A, 0xBC, 0xAF], "a 7z archive"),
        ("Rar!"u8.ToArray(), "a RAR archive"),
        ("BZh"u8.ToArray(), "a bzip2 archive"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "an xz archive"),
        ([0x7F, (byte)'E', (byte)'L', (byte)'F'], "a program"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an old Office document"),
        ("MThd"u8.ToArray(), "a MIDI file, which holds notes and no sound"),
        ("SQLite format 3"u8.ToArray(), "a database"),
        ("FLV"u8.ToArray(), "a Flash video"),
        ([0xFF, 0xFE], "a text file"),
        ([0xFE, 0xFF], "a text file"),
    ];

    /// <summary>Recognises a sound file.</summary>
    /// <param name="start">The file's first bytes: all of them, or at least <see cref="BytesNeeded"/>.</param>
    /// <exception cref="CorruptAudioException">There are no bytes.</exception>
    /// <exception cref="UnsupportedAudioException">It is no sound file that we read; the message says what it looks like.</exception>
    public static AudioContainer Recognise(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty)
        {
            throw new CorruptAudioException("The file is empty (0 bytes).");
        }

        return Find(start) ?? throw new UnsupportedAudioException($"This looks like {Describe(start)}, not like a recording. {Remedy}");
    }

    private static AudioContainer? Find(ReadOnlySpan<byte> start)
    {
        if (start.Length >= 12 && start[8..].StartsWith("WAVE"u8)
            && (start.StartsWith("RIFF"u8) || start.StartsWith("RF64"u8) || start.StartsWith("RIFX"u8)))
        {
            return AudioContainer.Wav;
        }

        if (start.StartsWith("ID3"u8))
        {
            return BehindTag(start);
        }

        if (start.Length >= 12 && start[4..].StartsWith("ftyp"u8))
        {
            return IsPictureBrand(start.Slice(8, 4)) ? null : AudioContainer.Mp4;
        }

        if (start.Length >= 12 && start.StartsWith("FORM"u8) && start[8..].StartsWith("AIF"u8))
        {
            return AudioContainer.Aiff;
        }

        return start switch
        {
            _ when start.StartsWith("OggS"u8) => AudioContainer.Ogg,
            _ when start.StartsWith("fLaC"u8) => AudioContainer.Flac,
            _ when start.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) => AudioContainer.Matroska,
            _ when start.StartsWith("#!AMR"u8) => AudioContainer.Amr,
            _ when start.StartsWith("caff"u8) => AudioContainer.Caf,
            _ when start.StartsWith(".snd"u8) => AudioContainer.Au,
            _ when start.StartsWith((ReadOnlySpan<byte>)[0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11]) => AudioContainer.Wma,
            _ when start.Length >= 8 && (start[4..].StartsWith("moov"u8) || start[4..].StartsWith("mdat"u8)) => AudioContainer.Mp4,
            _ => FindFrames(start),
        };
    }

    private static AudioContainer? BehindTag(ReadOnlySpan<byte> start)
    {
        // An ID3v2 tag says its size in four bytes of seven bits. FLAC and AAC files carry such tags, too.
        if (start.Length < 10)
        {
            return null;
        }

        var size = 10 + ((start[6] & 0x7F) << 21 | (start[7] & 0x7F) << 14 | (start[8] & 0x7F) << 7 | (start[9] & 0x7F));
        return size >= start.Length ? AudioContainer.Mp3
            : start[size..].StartsWith("fLaC"u8) ? AudioContainer.Flac
            : FindFrames(start[size..]) ?? AudioContainer.Mp3;
    }

    private static AudioContainer? FindFrames(ReadOnlySpan<byte> start)
    {
        var first = start.IndexOfAnyExcept((byte)0); // some recorders put zeros first
        if (first < 0)
        {
            return null;
        }

        var frames = start[first..];
        return MpegFrame.TryReadLayerThree(frames, out var length) && FollowedByAnother(frames, length, isAdts: false) ? AudioContainer.Mp3
            : MpegFrame.TryReadAdts(frames, out length) && FollowedByAnother(frames, length, isAdts: true) ? AudioContainer.Aac
            : null;
    }

    private static bool FollowedByAnother(ReadOnlySpan<byte> frames, int length, bool isAdts) =>
        length >= frames.Length
            ? frames.Length >= 24 // one frame alone: believe it unless there is next to nothing
            : isAdts ? MpegFrame.TryReadAdts(frames[length..], out _) || frames.Length - length < 7
            : MpegFrame.TryReadLayerThree(frames[length..], out _) || frames.Length - length < 4 || frames[length..].StartsWith("TAG"u8);

    private static bool IsPictureBrand(ReadOnlySpan<byte> brand) =>
        brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8) || brand.StartsWith("mif1"u8) || brand.StartsWith("avif"u8);

    private static string Describe(ReadOnlySpan<byte> start)
    {
        foreach (var (bytes, kind) in OtherKinds)
        {
            if (start.StartsWith(bytes))
            {
                return kind;
            }
        }

        if (start.Length >= 12 && start.StartsWith("RIFF"u8) && (start[8..].StartsWith("WEBP"u8) || start[8..].StartsWith("AVI "u8)))
        {
            return start[8] == (byte)'W' ? "a WebP picture" : "an AVI video";
        }

        if (start.Length >= 12 && start[4..].StartsWith("ftyp"u8))
        {
            return "a HEIC or AVIF picture";
        }

        return DescribeText(start[..Math.Min(start.Length, 1_024)]) ?? "an unknown kind of file";
    }

    private static string? DescribeText(ReadOnlySpan<byte> start)
    {
        var text = start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? start[3..] : start;
        foreach (var value in text)
        {
            if (value < 0x20 && value is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0C or 0x1B))
            {
                return null;
            }
        }

        // The last character may be cut in two: up to three bytes are forgiven.
        var kept = text.Length;
        while (kept > 0 && text.Length - kept < 3 && text[kept - 1] >= 0x80)
        {
            kept--;
        }

        if (!System.Text.Unicode.Utf8.IsValid(text) && !System.Text.Unicode.Utf8.IsValid(text[..kept]))
        {
            return null;
        }

        var head = Encoding.UTF8.GetString(text[..kept]).TrimStart();
        return head.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || head.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            ? "a web page"
            : head.StartsWith("<?xml", StringComparison.Ordinal) || head.StartsWith("<svg", StringComparison.Ordinal)
                ? "an XML document"
                : "a text file";
    }
}
