using System.Buffers.Binary;
using System.Text;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Tests.Engine.Audio;

public sealed class WavTests
{
    [Fact]
    public void Sixteen_bits_come_back_within_half_a_step_and_saturate_beyond_full_scale()
    {
        var random = new Random(5);
        var samples = Enumerable.Range(0, 70_000).Select(_ => (float)(2.4 * random.NextDouble() - 1.2)).ToArray();
        var back = WavReader.Read(WavWriter.ToBytes(new AudioBuffer(samples, 22_050)));
        Assert.Equal(22_050, back.SampleRate);
        for (var i = 0; i < samples.Length; i++)
        {
            Assert.Equal(Math.Clamp(samples[i], -1, 32_767f / 32_768), back.Samples[i], 0.5 / 32_768 + 1e-7);
        }

        var again = WavReader.Read(WavWriter.ToBytes(back));
        Assert.Equal(back.Samples, again.Samples);
    }

    [Fact]
    public async Task Floating_point_comes_back_exactly_and_the_stream_has_the_same_bytes()
    {
        var random = new Random(6);
        var audio = new AudioBuffer([.. Enumerable.Range(0, 70_001).Select(_ => (float)(3 * random.NextDouble() - 1.5))], 48_000);
        var metadata = new Dictionary<string, string> { ["title"] = "Lesson 3 第三课", ["AIGC"] = "{\"Label\":\"1\"}" };
        foreach (var format in Enum.GetValues<WavSampleFormat>())
        {
            var bytes = WavWriter.ToBytes(audio, format, metadata);
            using var stream = new MemoryStream();
            await WavWriter.WriteAsync(stream, audio, format, metadata, CancellationToken.None);
            Assert.Equal(bytes, stream.ToArray());
            Assert.Equal(bytes.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4)));
            Assert.Contains("INAM", Encoding.Latin1.GetString(bytes));
            Assert.Contains("第三课", Encoding.UTF8.GetString(bytes));

            stream.Position = 0;
            var back = await WavReader.ReadAsync(stream, 1_000_000, CancellationToken.None);
            Assert.Equal(audio.Samples.Length, back.Samples.Length);
            if (format == WavSampleFormat.FloatingPoint)
            {
                Assert.Equal(audio.Samples, back.Samples);
            }
        }
    }

    [Theory]
    [InlineData(1, 8, 1, 1 / 128.0)]
    [InlineData(1, 16, 2, 1 / 32_768.0)]
    [InlineData(1, 24, 3, 1 / 8_388_608.0)]
    [InlineData(1, 32, 4, 1e-7)]
    [InlineData(1, 20, 3, 1 / 524_288.0)]
    [InlineData(3, 32, 4, 1e-7)]
    [InlineData(3, 64, 8, 1e-7)]
    public void Every_depth_is_read_and_channels_are_averaged(int tag, int bits, int bytes, double step)
    {
        double[] wanted = [0, 0.5, -0.5, 0.25, -1, 0.999, -0.125];
        foreach (var extensible in new[] { false, true })
        {
            // Three channels: the value, its double and minus its double.
            var data = wanted.SelectMany(x => new[] { x, x / 2, -x / 2 }).SelectMany(x => Encode(x, tag, bytes)).ToArray();
            var audio = WavReader.Read(WavFile(tag, 3, 11_025, bits, bytes, data, extensible: extensible));
            Assert.Equal(wanted.Length, audio.Samples.Length);
            for (var i = 0; i < wanted.Length; i++)
            {
                Assert.Equal(wanted[i] / 3, audio.Samples[i], step);
            }
        }
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0xFFFF_FFFFu)]
    [InlineData(0x7FFF_FFFFu)]
    [InlineData(0x7FFF_F000u)]
    public void A_length_that_the_writer_did_not_know_means_to_the_end(uint length)
    {
        var audio = WavReader.Read(WavFile(1, 1, 16_000, 16, 2, new byte[200], length));
        Assert.Equal(100, audio.Samples.Length);
    }

    [Fact]
    public void Parts_of_odd_length_and_unknown_parts_are_stepped_over()
    {
        var file = WavFile(1, 1, 16_000, 16, 2, [1, 0, 2, 0], before: [.. "junk"u8, 3, 0, 0, 0, 9, 9, 9, 0]);
        Assert.Equal(2, WavReader.Read(file).Samples.Length);
    }

    [Fact]
    public void Sixty_four_bit_lengths_are_read()
    {
        byte[] ds64 = [.. "ds64"u8, 28, 0, 0, 0, .. new byte[8], 4, 0, 0, 0, 0, 0, 0, 0, .. new byte[12]];
        var file = WavFile(1, 1, 16_000, 16, 2, [1, 0, 2, 0, .. "LIST"u8, 0, 0, 0, 0], 0xFFFF_FFFF, before: ds64);
        "RF64"u8.CopyTo(file);
        Assert.Equal(2, WavReader.Read(file).Samples.Length);
    }

    [Fact]
    public void A_truncated_file_says_what_was_expected_and_what_was_there()
    {
        var whole = WavWriter.ToBytes(new AudioBuffer(new float[1_000], 16_000));
        var error = Assert.Throws<CorruptAudioException>(() => WavReader.Read(whole.AsSpan(0, whole.Length - 500)));
        Assert.Contains("expected 2000 bytes of samples, found 1500", error.Message);
        Assert.Throws<CorruptAudioException>(() => WavReader.Read(whole.AsSpan(0, 40)));
        Assert.Throws<CorruptAudioException>(() => WavReader.Read(whole.AsSpan(0, 20)));
        Assert.Throws<CorruptAudioException>(() => WavReader.Read(default));
    }

    [Fact]
    public void Refuses_what_it_cannot_read_by_name()
    {
        Assert.Contains("encoding number 85", Assert.Throws<UnsupportedAudioException>(
            () => WavReader.Read(WavFile(85, 1, 16_000, 16, 2, new byte[8]))).Message);
        Assert.Contains("500", Assert.Throws<UnsupportedAudioException>(
            () => WavReader.Read(WavFile(1, 1, 500, 16, 2, new byte[8]))).Message);
        Assert.Contains("not a whole number", Assert.Throws<CorruptAudioException>(
            () => WavReader.Read(WavFile(1, 2, 16_000, 16, 2, new byte[6]))).Message);
        Assert.Contains("sensible", Assert.Throws<CorruptAudioException>(
            () => WavReader.Read(WavFile(3, 1, 16_000, 32, 4, BitConverter.GetBytes(float.NaN)))).Message);
        Assert.Throws<CorruptAudioException>(() => WavReader.Read(WavFile(1, 0, 16_000, 16, 2, new byte[8])));
    }

    [Fact]
    public async Task A_file_over_the_limit_is_refused_before_it_is_held()
    {
        using var stream = new MemoryStream(WavWriter.ToBytes(new AudioBuffer(new float[1_000], 16_000)));
        var error = await Assert.ThrowsAsync<UnsupportedAudioException>(
            () => WavReader.ReadAsync(stream, 1_000, CancellationToken.None));
        Assert.Contains("1000", error.Message);
    }

    [Fact]
    public void A_writer_s_caller_hears_of_samples_and_keys_that_cannot_be_written()
    {
        Assert.Throws<ArgumentException>(() => WavWriter.ToBytes(new AudioBuffer([float.NaN], 16_000)));
        Assert.Throws<ArgumentException>(() => WavWriter.ToBytes(
            new AudioBuffer([0], 16_000), WavSampleFormat.Pcm16, new Dictionary<string, string> { ["mood"] = "x", ["a long key"] = "y" }));
    }

    [Fact]
    public void Whatever_the_bytes_only_the_two_announced_exceptions_leave()
    {
        var random = new Random(20);
        var seeds = new[]
        {
            WavWriter.ToBytes(new AudioBuffer(new float[60], 16_000)),
            WavFile(1, 2, 44_100, 24, 3, new byte[120], extensible: true),
            WavFile(3, 1, 48_000, 32, 4, new byte[120], 0xFFFF_FFFF, before: [.. "LIST"u8, 5, 0, 0, 0, 1, 2, 3, 4, 5, 0]),
        };
        int read = 0, refused = 0;
        for (var round = 0; round < 60_000; round++)
        {
            var file = (byte[])seeds[round % seeds.Length].Clone();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                // Mostly within the header, and often the values that break arithmetic.
                file[random.Next(Math.Min(file.Length, 90))] =
                    random.Next(3) == 0 ? (byte)random.Next(256) : new byte[] { 0, 1, 0x7F, 0x80, 0xFF }[random.Next(5)];
            }

            try
            {
                WavReader.Read(file.AsSpan(0, random.Next(3) == 0 ? random.Next(file.Length + 1) : file.Length));
                read++;
            }
            catch (Exception refusal) when (refusal is CorruptAudioException or UnsupportedAudioException)
            {
                refused++;
            }
        }

        Assert.True(read > 1_000 && refused > 1_000, $"{read} read, {refused} refused");
    }

    private static byte[] Encode(double value, int tag, int bytes)
    {
        if (tag == 3)
        {
            return bytes == 4 ? BitConverter.GetBytes((float)value) : BitConverter.GetBytes(value);
        }

        if (bytes == 1)
        {
            return [(byte)Math.Round(value * 127 + 128)];
        }

        var integer = (long)Math.Round(value * ((1L << (8 * bytes - 1)) - 1));
        return BitConverter.GetBytes(integer)[..bytes];
    }

    private static byte[] WavFile(
        int tag, int channels, int rate, int bits, int bytes, byte[] data, uint? length = null, byte[]? before = null, bool extensible = false)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("RIFF"u8);
        writer.Write(uint.MaxValue);
        writer.Write("WAVE"u8);
        writer.Write(before ?? []);
        writer.Write("fmt "u8);
        writer.Write(extensible ? 40 : 16);
        writer.Write((ushort)(extensible ? 0xFFFE : tag));
        writer.Write((ushort)channels);
        writer.Write(rate);
        writer.Write(rate * channels * bytes);
        writer.Write((ushort)(channels * bytes));
        writer.Write((ushort)bits);
        if (extensible)
        {
            writer.Write((ushort)22);
            writer.Write((ushort)bits);
            writer.Write(0);
            writer.Write((ushort)tag);
            writer.Write((byte[])[0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]);
        }

        writer.Write("data"u8);
        writer.Write(length ?? (uint)data.Length);
        writer.Write(data);
        return file.ToArray();
    }
}
