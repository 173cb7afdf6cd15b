using System.Diagnostics;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Tests.Engine.Audio;

public sealed class AudioEncoderTests
{
    private static readonly AudioEncoder Encoder = new(new AudioOptions());

    [Theory]
    [InlineData(AudioFormat.Mp3)]
    [InlineData(AudioFormat.Opus)]
    [InlineData(AudioFormat.Flac)]
    [InlineData(AudioFormat.M4a)]
    [InlineData(AudioFormat.Wav)]
    public async Task Metadata_and_length_can_be_read_by_others(AudioFormat format)
    {
        var metadata = new Dictionary<string, string>
        {
            ["title"] = "Lesson 3: 春晓; -y \"quoted\" = $(x)",
            ["comment"] = "AI generated",
            ["AIGC"] = "{\"Label\":\"1\",\"ProduceID\":\"0123456789ab\"}",
        };
        var file = await Encoder.EncodeAsync(TestSound.Melody(3, 22_050), format, metadata, null, CancellationToken.None);
        var told = await ProbeAsync(file, format);

        Assert.Contains("title=" + metadata["title"], told);
        Assert.Contains("comment=AI generated", told);
        if (format != AudioFormat.Wav) // ffprobe does not show INFO parts that it does not know
        {
            Assert.Contains("AIGC=" + metadata["AIGC"], told);
        }

        var duration = told.Split('\n').Last(line => line.StartsWith("duration=", StringComparison.Ordinal))["duration=".Length..];
        Assert.Equal(3, double.Parse(duration, System.Globalization.CultureInfo.InvariantCulture), 0.06);
    }

    [Fact]
    public async Task The_same_samples_give_the_same_bytes_in_bytes_and_stream()
    {
        var audio = TestSound.Melody(1, 44_100);
        foreach (var format in Enum.GetValues<AudioFormat>())
        {
            var once = await Encoder.EncodeAsync(audio, format, null, 96, CancellationToken.None);
            using var stream = new MemoryStream();
            await Encoder.EncodeAsync(stream, audio, format, null, 96, CancellationToken.None);
            if (format != AudioFormat.Opus) // Ogg draws a serial number
            {
                Assert.Equal(once, stream.ToArray());
            }
        }
    }

    [Fact]
    public async Task A_lower_bit_rate_makes_a_smaller_file()
    {
        var audio = TestSound.Melody(5, 44_100);
        foreach (var format in new[] { AudioFormat.Mp3, AudioFormat.Opus, AudioFormat.M4a })
        {
            var small = await Encoder.EncodeAsync(audio, format, null, 32, CancellationToken.None);
            var large = await Encoder.EncodeAsync(audio, format, null, 128, CancellationToken.None);
            Assert.True(small.Length < large.Length, $"{format}: {small.Length} and {large.Length} bytes");
        }
    }

    [Fact]
    public async Task Refuses_what_cannot_be_written()
    {
        var audio = TestSound.Melody(0.2, 16_000);
        await Assert.ThrowsAsync<ArgumentException>(() => Encoder.EncodeAsync(
            audio, AudioFormat.Mp3, new Dictionary<string, string> { ["a=b"] = "c" }, null, CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => Encoder.EncodeAsync(
            audio, AudioFormat.Mp3, new Dictionary<string, string> { ["title"] = "a\0b" }, null, CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => Encoder.EncodeAsync(
            new AudioBuffer([float.PositiveInfinity], 16_000), AudioFormat.Flac, null, null, CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => Encoder.EncodeAsync(
            new AudioBuffer([], 16_000), AudioFormat.Flac, null, null, CancellationToken.None));
    }

    [Fact]
    public void Formats_are_found_by_name_and_extension()
    {
        foreach (var format in Enum.GetValues<AudioFormat>())
        {
            Assert.True(AudioFormatNames.TryParse("." + format.FileExtension().ToUpperInvariant(), out var found));
            Assert.Equal(format, found);
            Assert.StartsWith("audio/", format.ContentType());
        }

        Assert.False(AudioFormatNames.TryParse("exe", out _));
        Assert.False(AudioFormatNames.TryParse(null, out _));
    }

    [Fact]
    public async Task Tools_are_found_with_their_version_or_not_at_all()
    {
        var ffmpeg = await ExternalTools.FindAsync("ffmpeg", CancellationToken.None);
        Assert.NotNull(ffmpeg);
        Assert.StartsWith("ffmpeg version", ffmpeg.Version);
        Assert.Null(await ExternalTools.FindAsync("no-such-program-here", CancellationToken.None));
        Assert.Throws<ArgumentException>(() => ExternalTools.Locate("../bin/ffmpeg"));
    }

    private static async Task<string> ProbeAsync(byte[] file, AudioFormat format)
    {
        var path = Path.Combine(Path.GetTempPath(), $"voiceweb-test-{Guid.NewGuid():N}.{format.FileExtension()}");
        await File.WriteAllBytesAsync(path, file, CancellationToken.None);
        try
        {
            using var probe = Process.Start(new ProcessStartInfo(
                "ffprobe", ["-v", "error", "-show_entries", "stream_tags:format_tags:format=duration", "-of", "default=noprint_wrappers=1", path])
            {
                RedirectStandardOutput = true, UseShellExecute = false,
            })!;
            var told = await probe.StandardOutput.ReadToEndAsync(CancellationToken.None);
            await probe.WaitForExitAsync(CancellationToken.None);
            return told.Replace("TAG:", "", StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
