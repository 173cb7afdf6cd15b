using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace VoiceWeb.Engine.Audio;

/// <summary>Writes mono WAV files whose length is known before the first byte.</summary>
/// <remarks>
/// Metadata goes into a LIST INFO part before the samples. Known keys: title, artist, comment, date, genre, software, copyright;
/// any other key must be four letters or digits and is written as the part's own name.
/// </remarks>
public static class WavWriter
{
    private const int ChunkSamples = 32_768;

    private static readonly Dictionary<string, string> InfoNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["title"] = "INAM", ["artist"] = "IART", ["comment"] = "ICMT", ["date"] = "ICRD",
        ["genre"] = "IGNR", ["software"] = "ISFT", ["copyright"] = "ICOP",
    };

    /// <summary>The whole file as bytes.</summary>
    /// <param name="audio">What to write.</param>
    /// <param name="format">How samples are stored.</param>
    /// <param name="metadata">Key and value pairs to write along, or none.</param>
    /// <exception cref="ArgumentException">A sample is not a number, or a metadata key cannot be written.</exception>
    public static byte[] ToBytes(
        AudioBuffer audio, WavSampleFormat format = WavSampleFormat.Pcm16, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(audio);
        var header = Header(audio, format, metadata);
        var file = new byte[checked(header.Length + audio.Samples.Length * BytesPerSample(format))];
        header.CopyTo(file, 0);
        Pack(audio.Samples, file.AsSpan(header.Length), format);
        return file;
    }

    /// <summary>Writes the whole file to a stream, in pieces.</summary>
    /// <param name="stream">Receives the file; left open.</param>
    /// <param name="audio">What to write.</param>
    /// <param name="format">How samples are stored.</param>
    /// <param name="metadata">Key and value pairs to write along, or none.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="ArgumentException">A sample is not a number, or a metadata key cannot be written.</exception>
    public static async Task WriteAsync(
        Stream stream,
        AudioBuffer audio,
        WavSampleFormat format,
        IReadOnlyDictionary<string, string>? metadata,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(audio);
        await stream.WriteAsync(Header(audio, format, metadata), cancellationToken).ConfigureAwait(false);
        var size = BytesPerSample(format);
        var piece = new byte[Math.Min(audio.Samples.Length, ChunkSamples) * size];
        for (var start = 0; start < audio.Samples.Length; start += ChunkSamples)
        {
            var count = Math.Min(ChunkSamples, audio.Samples.Length - start);
            Pack(audio.Samples.AsSpan(start, count), piece, format);
            await stream.WriteAsync(piece.AsMemory(0, count * size), cancellationToken).ConfigureAwait(false);
        }
    }

    private static int BytesPerSample(WavSampleFormat format) => format == WavSampleFormat.FloatingPoint ? 4 : 2;

    private static byte[] Header(AudioBuffer audio, WavSampleFormat format, IReadOnlyDictionary<string, string>? metadata)
    {
        var size = BytesPerSample(format);
        var info = Info(metadata);
        var dataBytes = (long)audio.Samples.Length * size;
        if (dataBytes + info.Length + 64 > uint.MaxValue)
        {
            throw new ArgumentException("A WAV file holds at most 4 GB; write this audio in parts.", nameof(audio));
        }

        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        var isFloat = format == WavSampleFormat.FloatingPoint;
        var formatBytes = isFloat ? 18 : 16; // anything but integer PCM carries the (empty) extension's length
        writer.Write("RIFF"u8);
        writer.Write((uint)(4 + 8 + formatBytes + info.Length + 8 + dataBytes));
        writer.Write("WAVEfmt "u8);
        writer.Write(formatBytes);
        writer.Write((short)(isFloat ? 3 : 1));
        writer.Write((short)1);
        writer.Write(audio.SampleRate);
        writer.Write(audio.SampleRate * size);
        writer.Write((short)size);
        writer.Write((short)(size * 8));
        if (isFloat)
        {
            writer.Write((short)0);
        }

        writer.Write(info);
        writer.Write("data"u8);
        writer.Write((uint)dataBytes);
        return bytes.ToArray();
    }

    private static byte[] Info(IReadOnlyDictionary<string, string>? metadata)
    {
        if (metadata is null || metadata.Count == 0)
        {
            return [];
        }

        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write("LIST"u8);
        writer.Write(0);
        writer.Write("INFO"u8);
        foreach (var (key, value) in metadata)
        {
            var text = Encoding.UTF8.GetBytes(value);
            writer.Write(Encoding.ASCII.GetBytes(InfoName(key)));
            writer.Write(text.Length + 1);
            writer.Write(text);
            writer.Write((byte)0);
            if ((text.Length + 1) % 2 == 1)
            {
                writer.Write((byte)0);
            }
        }

        var part = bytes.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(part.AsSpan(4), part.Length - 8);
        return part;
    }

    private static string InfoName(string key)
    {
        if (InfoNames.TryGetValue(key, out var name))
        {
            return name;
        }

        return key.Length == 4 && key.All(char.IsAsciiLetterOrDigit)
            ? key
            : throw new ArgumentException(
                $"A WAV file cannot carry the metadata key \"{key}\": expected one of {string.Join(", ", InfoNames.Keys)} or four letters.",
                nameof(key));
    }

    private static void Pack(ReadOnlySpan<float> samples, Span<byte> bytes, WavSampleFormat format)
    {
        var floats = MemoryMarshal.Cast<byte, float>(bytes);
        var shorts = MemoryMarshal.Cast<byte, short>(bytes);
        for (var i = 0; i < samples.Length; i++)
        {
            var sample = samples[i];
            if (!float.IsFinite(sample))
            {
                throw new ArgumentException($"Sample {i} is not a finite number.", nameof(samples));
            }

            if (format == WavSampleFormat.FloatingPoint)
            {
                floats[i] = sample;
            }
            else
            {
                shorts[i] = (short)Math.Clamp(MathF.Round(sample * 32_768f), short.MinValue, short.MaxValue);
            }
        }
    }
}
