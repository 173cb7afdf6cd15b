using System.Text;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Tests.Engine.Audio;

public sealed class AudioDecoderTests
{
    private static readonly AudioOptions Options = new();
    private static readonly AudioDecoder Decoder = new(Options);
    private static readonly AudioEncoder Encoder = new(Options);

    [Theory]
    [InlineData(AudioFormat.Wav, AudioContainer.Wav, 60)]
    [InlineData(AudioFormat.Flac, AudioContainer.Flac, 60)]
    [InlineData(AudioFormat.Mp3, AudioContainer.Mp3, 20)]
    [InlineData(AudioFormat.Opus, AudioContainer.Ogg, 12)]
    [InlineData(AudioFormat.M4a, AudioContainer.Mp4, 15)]
    public async Task What_is_encoded_is_recognised_and_decodes_to_the_same_sound(AudioFormat format, AudioContainer container, double minSnrDb)
    {
        var audio = TestSound.Melody(2.5, 24_000);
        var file = await Encoder.EncodeAsync(audio, format, null, null, CancellationToken.None);
        Assert.Equal(container, AudioSniffer.Recognise(file));

        var back = await Decoder.DecodeAsync(file, CancellationToken.None);
        Assert.Equal(24_000.0 * (format == AudioFormat.Opus ? 2 : 1), back.SampleRate, 1.0);
        Assert.Equal(audio.Seconds, back.Seconds, 0.08);
        var snr = TestSound.BestSnrDb(audio, Resampler.Convert(back, 24_000), maxLag: 40);
        Assert.True(snr > minSnrDb, $"{format}: {snr:0.0} dB");
        await AssertNothingIsLeftAsync();
    }

    [Theory]
    [InlineData(AudioFormat.Mp3)]
    [InlineData(AudioFormat.Opus)]
    [InlineData(AudioFormat.Flac)]
    [InlineData(AudioFormat.M4a)]
    [InlineData(AudioFormat.Wav)]
    public async Task A_file_cut_in_half_is_refused_and_not_read_as_half(AudioFormat format)
    {
        var file = await Encoder.EncodeAsync(TestSound.Melody(4, 24_000), format, null, null, CancellationToken.None);
        foreach (var share in new[] { 0.02, 0.5, 0.8 })
        {
            var error = await Assert.ThrowsAsync<CorruptAudioException>(
                () => Decoder.DecodeAsync(file.AsMemory(0, (int)(file.Length * share)), CancellationToken.None));
            Assert.False(string.IsNullOrWhiteSpace(error.Message));
            Assert.DoesNotContain("/", error.Message);
        }

        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task A_zip_a_text_and_an_empty_file_get_a_sentence()
    {
        async Task<string> Refusal(byte[] file) =>
            (await Record.ExceptionAsync(() => Decoder.DecodeAsync(file, CancellationToken.None)))!.Message;

        Assert.Contains("ZIP archive", await Refusal([.. "PK\u0003\u0004"u8, .. new byte[100]]));
        Assert.Contains("a text file", await Refusal(Encoding.UTF8.GetBytes("RIFF is what a WAV file begins with.")));
        Assert.Contains("0 bytes", await Refusal([]));
        Assert.Contains("holds no sound", await Refusal(WavWriter.ToBytes(new AudioBuffer([], 16_000))));
    }

    [Fact]
    public async Task Too_long_is_refused_with_the_length_and_nothing_is_cut()
    {
        var strict = new AudioDecoder(new AudioOptions { MaxSeconds = 3 });
        var audio = TestSound.Melody(198, 8_000);
        foreach (var format in new[] { AudioFormat.Wav, AudioFormat.Flac, AudioFormat.Mp3 })
        {
            var file = await Encoder.EncodeAsync(audio, format, null, 32, CancellationToken.None);
            var error = await Assert.ThrowsAsync<UnsupportedAudioException>(() => strict.DecodeAsync(file, CancellationToken.None));
            Assert.Contains("at most 0.1 minutes", error.Message);
            if (format == AudioFormat.Wav)
            {
                Assert.Contains("3.3 minutes long", error.Message);
            }
        }
    }

    [Fact]
    public async Task Too_large_is_refused_while_it_is_read()
    {
        var strict = new AudioDecoder(new AudioOptions { MaxBytes = 1_048_576 });
        using var endless = new MemoryStream(new byte[3_000_000]);
        var error = await Assert.ThrowsAsync<UnsupportedAudioException>(() => strict.DecodeAsync(endless, CancellationToken.None));
        Assert.Contains("larger than the allowed 1 MiB", error.Message);
        Assert.True(endless.Position < 1_300_000);
    }

    [Fact]
    public async Task Wav_with_a_telephone_codec_goes_to_ffmpeg()
    {
        // A-law, one byte a sample: 0xD5 and 0x55 are the codes next to zero.
        byte[] data = [.. Enumerable.Repeat((byte)0xD5, 800)];
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("RIFF"u8);
        writer.Write(36 + data.Length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)6);
        writer.Write((short)1);
        writer.Write(8_000);
        writer.Write(8_000);
        writer.Write((short)1);
        writer.Write((short)8);
        writer.Write("data"u8);
        writer.Write(data.Length);
        writer.Write(data);
        var audio = await Decoder.DecodeAsync(file.ToArray(), CancellationToken.None);
        Assert.Equal(8_000, audio.SampleRate);
        Assert.Equal(800, audio.Samples.Length);
        Assert.All(audio.Samples, sample => Assert.InRange(Math.Abs(sample), 0, 0.001f));
    }

    [Fact]
    public async Task Cancelling_ends_the_process()
    {
        using var stop = new CancellationTokenSource();
        var file = await Encoder.EncodeAsync(TestSound.Melody(60, 24_000), AudioFormat.Flac, null, null, CancellationToken.None);
        var decoding = Decoder.DecodeAsync(file, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => decoding);
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Out_of_time_is_said_and_ends_the_process()
    {
        var file = await Encoder.EncodeAsync(TestSound.Melody(200, 24_000), AudioFormat.Flac, null, null, CancellationToken.None);
        var impatient = new AudioDecoder(new AudioOptions { TimeoutSeconds = 0.01 });
        var error = await Assert.ThrowsAsync<UnsupportedAudioException>(() => impatient.DecodeAsync(file, CancellationToken.None));
        Assert.Contains("took longer than 0.01 s", error.Message);
    }

    [Fact]
    public async Task Out_of_memory_is_said()
    {
        var file = await Encoder.EncodeAsync(TestSound.Melody(1, 24_000), AudioFormat.Flac, null, null, CancellationToken.None);
        var poor = new AudioDecoder(new AudioOptions { MaxMemoryMiB = 64 });
        var error = await Assert.ThrowsAsync<UnsupportedAudioException>(() => poor.DecodeAsync(file, CancellationToken.None));
        Assert.Contains("more than 64 MiB", error.Message);
    }

    [Fact]
    public async Task Without_ffmpeg_the_remedy_is_named()
    {
        var lacking = new AudioDecoder(new AudioOptions { FfmpegPath = "/nowhere/ffmpeg" });
        await Assert.ThrowsAsync<EngineUnavailableException>(
            () => lacking.DecodeAsync(Encoding.ASCII.GetBytes("fLaC" + new string('x', 100)), CancellationToken.None));
        Assert.Contains("ffmpeg", ExternalTools.InstallCommand("ffmpeg"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Damaged_files_of_every_kind_lead_to_the_announced_exceptions_only()
    {
        var random = new Random(11);
        int read = 0, refused = 0;
        foreach (var format in new[] { AudioFormat.Mp3, AudioFormat.Opus, AudioFormat.Flac, AudioFormat.M4a })
        {
            var whole = await Encoder.EncodeAsync(TestSound.Melody(0.6, 16_000), format, null, null, CancellationToken.None);
            for (var round = 0; round < 8; round++)
            {
                var file = (byte[])whole.Clone();
                for (var change = random.Next(1, 12); change > 0; change--)
                {
                    file[random.Next(round % 2 == 0 ? Math.Min(200, file.Length) : file.Length)] = (byte)random.Next(256);
                }

                try
                {
                    await Decoder.DecodeAsync(file, CancellationToken.None);
                    read++;
                }
                catch (Exception refusal) when (refusal is CorruptAudioException or UnsupportedAudioException)
                {
                    refused++;
                }
            }
        }

        Assert.True(read > 0 && refused > 0, $"{read} read, {refused} refused");
        await AssertNothingIsLeftAsync();
    }

    [Theory]
    [InlineData(AudioFormat.Mp3)]
    [InlineData(AudioFormat.Opus)]
    [InlineData(AudioFormat.M4a)]
    [InlineData(AudioFormat.Flac)]
    public async Task Cut_anywhere_a_file_is_either_refused_or_nearly_whole(AudioFormat format)
    {
        var audio = TestSound.Melody(3, 16_000);
        var file = await Encoder.EncodeAsync(audio, format, null, null, CancellationToken.None);
        var random = new Random(17);
        for (var round = 0; round < 6; round++)
        {
            var length = round == 0 ? file.Length - 1 : random.Next(1, file.Length);
            try
            {
                var decoded = await Decoder.DecodeAsync(file.AsMemory(0, length), CancellationToken.None);
                Assert.Equal(audio.Seconds, decoded.Seconds, 0.6);
            }
            catch (Exception refusal) when (refusal is CorruptAudioException or UnsupportedAudioException)
            {
                Assert.DoesNotContain("ffmpeg", refusal.Message);
            }
        }
    }

    [Fact]
    public async Task A_zip_inside_a_wav_s_clothing_is_refused()
    {
        // The name of a file never reaches the decoder; a forged first few bytes do.
        byte[] forged = [.. "RIFF"u8, 100, 0, 0, 0, .. "WAVE"u8, .. "PK\u0003\u0004"u8, .. new byte[200]];
        await Assert.ThrowsAsync<CorruptAudioException>(() => Decoder.DecodeAsync(forged, CancellationToken.None));
        byte[] forgedMp4 = [0, 0, 0, 20, .. "ftypM4A "u8, .. "PK\u0003\u0004"u8, .. new byte[500]];
        await Assert.ThrowsAsync<CorruptAudioException>(() => Decoder.DecodeAsync(forgedMp4, CancellationToken.None));
    }

    [Fact]
    public async Task Nobody_is_left_running_after_a_cancellation()
    {
        // A name of its own tells our process from others'.
        var program = Path.Combine(Path.GetTempPath(), $"voiceweb-test-{Guid.NewGuid():N}");
        File.CreateSymbolicLink(program, ExternalTools.Locate("ffmpeg")!);
        try
        {
            var file = await Encoder.EncodeAsync(TestSound.Melody(300, 24_000), AudioFormat.Opus, null, 16, CancellationToken.None);
            var decoder = new AudioDecoder(new AudioOptions { FfmpegPath = program });
            using var stop = new CancellationTokenSource();
            var decoding = decoder.DecodeAsync(file, stop.Token);
            var wasSeen = false;
            while (!wasSeen && !decoding.IsCompleted)
            {
                wasSeen = IsRunning(program);
            }

            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => decoding);
            Assert.True(wasSeen);
            Assert.False(IsRunning(program));
        }
        finally
        {
            File.Delete(program);
        }
    }

    private static bool IsRunning(string program) => Directory
        .EnumerateDirectories("/proc")
        .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
        .Any(folder => CommandLineOf(folder).Contains(program, StringComparison.Ordinal));

    private static string CommandLineOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return ""; // it has ended meanwhile
        }
    }

    private static async Task AssertNothingIsLeftAsync()
    {
        // Other tests may be at work with files of their own: what is there now must go by itself.
        var there = PrivateTempFile.Existing().Where(folder => folder.Contains($"-{Environment.ProcessId}-", StringComparison.Ordinal)).ToArray();
        for (var wait = 0; wait < 600 && there.Any(Directory.Exists); wait++)
        {
            await Task.Delay(100);
        }

        Assert.DoesNotContain(there, Directory.Exists);
    }
}
