using System.Buffers.Binary;
using System.Text;

namespace VoiceWeb.Storage;

/// <summary>
/// Layout of the WAV files that the store writes: 16-bit mono PCM, with what says "AI-generated" in chunks of its own before the
/// samples.
/// </summary>
/// <remarks>
/// Microsoft and IBM, Multimedia Programming Interface and Data Specifications 1.0. The <c>AIGC</c> chunk is the place that GB 45438-2025
/// and its audio guide give for WAV.
/// </remarks>
internal static class MarkedWav
{
    public const int BytesPerSample = 2;

    private const int FormatBytes = 16;

    /// <summary>Everything before the samples.</summary>
    /// <param name="sampleRate">In Hz.</param>
    /// <param name="samples">How many follow.</param>
    /// <param name="chunks">Name and content of the chunks before the samples.</param>
    public static byte[] Header(int sampleRate, long samples, params IReadOnlyList<(string Id, byte[] Body)> chunks)
    {
        var header = new byte[12 + 8 + FormatBytes + chunks.Sum(chunk => 8 + chunk.Body.Length + (chunk.Body.Length & 1)) + 8];
        var dataBytes = checked((uint)(samples * BytesPerSample));
        var at = 0;
        Put("RIFF"u8);
        PutInt(checked((uint)(header.Length - 8) + dataBytes));
        Put("WAVEfmt "u8);
        PutInt(FormatBytes);
        PutShort(1); // integer PCM
        PutShort(1); // mono
        PutInt((uint)sampleRate);
        PutInt((uint)(sampleRate * BytesPerSample));
        PutShort(BytesPerSample);
        PutShort(BytesPerSample * 8);
        foreach (var (id, body) in chunks)
        {
            Put(Encoding.ASCII.GetBytes(id));
            PutInt((uint)body.Length);
            Put(body);
            at += body.Length & 1;
        }

        Put("data"u8);
        PutInt(dataBytes);
        return header;

        void Put(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(header.AsSpan(at));
            at += bytes.Length;
        }

        void PutInt(uint value)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(at), value);
            at += 4;
        }

        void PutShort(ushort value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(at), value);
            at += 2;
        }
    }

    /// <summary>Reads back what <see cref="Header"/> wrote: rate in Hz, and where the samples begin.</summary>
    /// <param name="start">The first bytes of the file; 4 KiB hold any header.</param>
    /// <exception cref="InvalidDataException">It is none of our files.</exception>
    public static (int SampleRate, int DataStart) ReadHeader(ReadOnlySpan<byte> start)
    {
        if (start.Length < 44 || !start.StartsWith("RIFF"u8))
        {
            throw new InvalidDataException("Not a WAV file of this store.");
        }

        var rate = BinaryPrimitives.ReadInt32LittleEndian(start[24..]);
        for (var at = 12; at + 8 <= start.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(start[(at + 4)..]);
            if (start.Slice(at, 4).SequenceEqual("data"u8))
            {
                return (rate, at + 8);
            }

            at = checked(at + 8 + length + (length & 1));
        }

        throw new InvalidDataException("A WAV file of this store without samples.");
    }

    /// <summary>Turns samples into 16-bit integers; what is over full scale is held at full scale.</summary>
    /// <exception cref="ArgumentException">A sample is not a number.</exception>
    public static byte[] Pack(ReadOnlySpan<float> samples)
    {
        var bytes = new byte[samples.Length * BytesPerSample];
        for (var i = 0; i < samples.Length; i++)
        {
            if (!float.IsFinite(samples[i]))
            {
                throw new ArgumentException($"Sample {i} is not a finite number.", nameof(samples));
            }

            var level = (short)Math.Clamp(MathF.Round(samples[i] * 32_768f), short.MinValue, short.MaxValue);
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(i * BytesPerSample), level);
        }

        return bytes;
    }

    /// <summary>Undoes <see cref="Pack"/>.</summary>
    public static void Unpack(ReadOnlySpan<byte> bytes, Span<float> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(i * BytesPerSample)..]) / 32_768f;
        }
    }
}
