using System.Buffers.Binary;
using System.Text;

namespace VoiceWeb.Engine.Audio;

/// <summary>
/// Reads WAV files (RIFF and RF64): integer PCM of 8 to 32 bits, floating point of 32 or 64 bits, any number of channels, which
/// are averaged to one. Lengths that a program writes when it does not know them (0, or near the largest possible) mean "to the
/// end". Nothing is allocated on a header's word: sizes are checked against the bytes first.
/// </summary>
/// <remarks>Source of the layout: Microsoft and IBM, Multimedia Programming Interface and Data Specifications 1.0; EBU Tech 3306 for RF64.</remarks>
internal static class WavReader
{
    private const ushort Pcm = 1;
    private const ushort Float = 3;
    private const ushort Extensible = 0xFFFE;

    // Programs that write to a pipe put 0xFFFFFFFF, 0x7FFFFFFF or a little less there.
    private const uint Placeholder = 0x7FFF_0000;

    /// <summary>The last part of the sub-format identifiers of WAVE_FORMAT_EXTENSIBLE; the first two bytes are the plain format tag.</summary>
    private static ReadOnlySpan<byte> SubFormatTail => [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];

    /// <summary>Whether the bytes begin as a WAV file that this class may read.</summary>
    public static bool IsWav(ReadOnlySpan<byte> start) =>
        start.Length >= 12 && (start.StartsWith("RIFF"u8) || start.StartsWith("RF64"u8)) && start[8..].StartsWith("WAVE"u8);

    /// <summary>Reads a whole file from a stream.</summary>
    /// <param name="stream">Read from where it stands to its end.</param>
    /// <param name="maxBytes">Largest file accepted.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="CorruptAudioException">The bytes are not a whole WAV file.</exception>
    /// <exception cref="UnsupportedAudioException">Its encoding is none of the above, or it is larger than <paramref name="maxBytes"/>.</exception>
    public static async Task<AudioBuffer> ReadAsync(Stream stream, int maxBytes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var all = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (all.Length + read > maxBytes)
            {
                throw new UnsupportedAudioException($"The file is larger than the allowed {maxBytes} bytes.");
            }

            all.Write(buffer, 0, read);
        }

        return Read(all.GetBuffer().AsSpan(0, (int)all.Length));
    }

    /// <summary>Reads a whole file. Channels are averaged.</summary>
    /// <param name="file">All bytes of the file.</param>
    /// <exception cref="CorruptAudioException">The bytes are not a whole WAV file.</exception>
    /// <exception cref="UnsupportedAudioException">Its encoding is none of the above.</exception>
    public static AudioBuffer Read(ReadOnlySpan<byte> file) => Read(file, ReadLayout(file));

    /// <summary>Reads the samples that a header, already checked, describes.</summary>
    public static AudioBuffer Read(ReadOnlySpan<byte> file, WavLayout layout)
    {
        var samples = new float[layout.Frames];
        WavSamples.MixDown(
            file[layout.DataStart..], samples, layout.Channels, layout.BytesPerSample, layout.IsFloat);
        return new AudioBuffer(samples, layout.SampleRate);
    }

    /// <summary>Reads and checks the header alone.</summary>
    /// <exception cref="CorruptAudioException">The header is broken, or promises more than is there.</exception>
    /// <exception cref="UnsupportedAudioException">The encoding is none that we read.</exception>
    public static WavLayout ReadLayout(ReadOnlySpan<byte> file) => ReadLayout(file, isStreamed: false);

    /// <summary>Reads the header of a file whose samples are still to come: <see cref="WavLayout.Frames"/> stays 0.</summary>
    /// <param name="start">At least everything up to the first sample.</param>
    public static WavLayout ReadStreamedLayout(ReadOnlySpan<byte> start) => ReadLayout(start, isStreamed: true);

    private static WavLayout ReadLayout(ReadOnlySpan<byte> file, bool isStreamed)
    {
        if (!IsWav(file))
        {
            throw new CorruptAudioException("This is not a WAV file: it does not begin with RIFF and WAVE.");
        }

        var format = default(Format);
        ulong? longDataLength = null;
        var at = 12;
        while (file.Length - at >= 8)
        {
            var id = file.Slice(at, 4);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]);
            at += 8;
            if (id.SequenceEqual("data"u8))
            {
                if (isStreamed)
                {
                    return LayOut(format, at, 0, 0, toTheEnd: true);
                }

                var isLong = length == uint.MaxValue && longDataLength is not null;
                return LayOut(
                    format, at, isLong ? longDataLength!.Value : length, file.Length - at, !isLong && (length == 0 || length >= Placeholder));
            }

            if (length > (uint)(file.Length - at))
            {
                throw new CorruptAudioException(
                    $"The WAV file is cut short: its part \"{Printable(id)}\" should have {length} bytes, found {file.Length - at}.");
            }

            var body = file.Slice(at, (int)length);
            if (id.SequenceEqual("fmt "u8))
            {
                format = ReadFormat(body);
            }
            else if (id.SequenceEqual("ds64"u8) && body.Length >= 16)
            {
                longDataLength = BinaryPrimitives.ReadUInt64LittleEndian(body[8..]);
            }

            at = (int)Math.Min(file.Length, at + (long)length + (length & 1)); // parts are padded to even lengths
        }

        throw new CorruptAudioException(
            $"The WAV file is cut short: its header is there ({file.Length} bytes in all), but no samples follow.");
    }

    private static Format ReadFormat(ReadOnlySpan<byte> body)
    {
        if (body.Length < 16)
        {
            throw new CorruptAudioException($"The WAV header is damaged: expected at least 16 bytes of format, found {body.Length}.");
        }

        var tag = BinaryPrimitives.ReadUInt16LittleEndian(body);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(body[14..]);
        if (tag == Extensible)
        {
            if (body.Length < 40)
            {
                throw new CorruptAudioException($"The WAV header is damaged: expected 40 bytes of extended format, found {body.Length}.");
            }

            if (!body.Slice(26, 14).SequenceEqual(SubFormatTail))
            {
                throw new UnsupportedAudioException("The WAV file uses an encoding that is not PCM. Save it as WAV with 16-bit PCM.");
            }

            tag = BinaryPrimitives.ReadUInt16LittleEndian(body[24..]);
        }

        return new Format(
            tag,
            BinaryPrimitives.ReadUInt16LittleEndian(body[2..]),
            BinaryPrimitives.ReadUInt32LittleEndian(body[4..]),
            BinaryPrimitives.ReadUInt16LittleEndian(body[12..]),
            bits);
    }

    private static WavLayout LayOut(Format format, int start, ulong length, int found, bool toTheEnd)
    {
        if (format.Tag == 0)
        {
            throw new CorruptAudioException("The WAV header is damaged: the samples come before any description of their format.");
        }

        if (format.Tag is not (Pcm or Float))
        {
            throw new UnsupportedAudioException(
                $"The WAV file uses encoding number {format.Tag}, which is not PCM. Save it as WAV with 16-bit PCM.");
        }

        if (format.Channels == 0 || format.Rate == 0 || format.FrameBytes == 0 || format.FrameBytes % format.Channels != 0)
        {
            throw new CorruptAudioException(
                $"The WAV header is damaged: {format.Channels} channels, {format.Rate} Hz and {format.FrameBytes} bytes a frame do not fit together.");
        }

        if (format.Rate is < 1_000 or > 384_000)
        {
            throw new UnsupportedAudioException($"The WAV file says {format.Rate} samples a second; 1,000 to 384,000 can be read.");
        }

        var bytesPerSample = format.FrameBytes / format.Channels;
        var fits = format.Tag == Float
            ? bytesPerSample is 4 or 8 && format.Bits == bytesPerSample * 8
            : bytesPerSample is >= 1 and <= 4 && format.Bits > 0 && format.Bits <= bytesPerSample * 8;
        if (!fits)
        {
            throw new UnsupportedAudioException(
                $"The WAV file stores {format.Bits} bits in {bytesPerSample} bytes a sample, which cannot be read. Save it as WAV with 16-bit PCM.");
        }

        if (!toTheEnd && length > (ulong)found)
        {
            throw new CorruptAudioException($"The WAV file is cut short: expected {length} bytes of samples, found {found}.");
        }

        var bytes = toTheEnd ? found : (int)length;
        if (bytes % format.FrameBytes != 0)
        {
            throw new CorruptAudioException(
                $"The WAV file is damaged: {bytes} bytes of samples are not a whole number of frames of {format.FrameBytes} bytes.");
        }

        return new WavLayout((int)format.Rate, format.Channels, bytesPerSample, format.Tag == Float, start, bytes / format.FrameBytes);
    }

    private static string Printable(ReadOnlySpan<byte> id)
    {
        var text = new StringBuilder(4);
        foreach (var letter in id)
        {
            text.Append(letter is >= 0x20 and < 0x7F ? (char)letter : '?');
        }

        return text.ToString();
    }

    private readonly record struct Format(ushort Tag, ushort Channels, uint Rate, ushort FrameBytes, ushort Bits);
}
