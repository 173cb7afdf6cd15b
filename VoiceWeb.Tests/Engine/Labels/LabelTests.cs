using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Labels;

namespace VoiceWeb.Tests.Engine.Labels;

public sealed class LabelTests
{
    private static readonly LabelSeal Seal = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));
    private static readonly AigcLabel Draft = new("1", "VoiceWeb", "00112233445566778899aabbccddeeff", "", "VoiceWeb", "00112233445566778899aabbccddeeff", "");
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 4, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void The_fields_stand_in_the_standards_order()
    {
        Assert.Equal(
            """{"Label":"1","ContentProducer":"VoiceWeb","ProduceID":"00112233445566778899aabbccddeeff","ReservedCode1":"","ContentPropagator":"VoiceWeb","PropagateID":"00112233445566778899aabbccddeeff","ReservedCode2":""}""",
            Draft.ToJson());
        Assert.True(AigcLabel.TryParse(Draft.ToJson(), out var read, out var fault));
        Assert.Equal((Draft, null), (read!, fault));
    }

    [Theory]
    [InlineData("not json", false, LabelFault.NotJson)]
    [InlineData("[1]", false, LabelFault.NotJson)]
    [InlineData("""{"ContentProducer":"a","ProduceID":"b"}""", true, LabelFault.FieldMissing)]
    [InlineData("""{"Label":"1","ContentProducer":"","ProduceID":"b"}""", true, LabelFault.FieldMissing)]
    [InlineData("""{"ContentProducer":"a","Label":"1","ProduceID":"b"}""", true, LabelFault.FieldsOutOfOrder)]
    [InlineData("""{"Label":"9","ContentProducer":"a","ProduceID":"b"}""", true, LabelFault.UnknownValue)]
    [InlineData("""{"Label":"1","ContentProducer":"学校","ProduceID":"b"}""", true, LabelFault.ForbiddenCharacter)]
    [InlineData("""{"Label":"1","ContentProducer":"a b","ProduceID":"b"}""", true, LabelFault.ForbiddenCharacter)]
    public void What_does_not_fit_the_standard_is_named(string json, bool readable, LabelFault expected)
    {
        Assert.Equal(readable, AigcLabel.TryParse(json, out _, out var fault));
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void A_label_that_breaks_the_standard_is_not_written() =>
        Assert.Throws<InvalidOperationException>(() => (Draft with { ContentProducer = "my school" }).ToJson());

    [Fact]
    public void A_signature_holds_for_its_fields_and_its_sound_alone()
    {
        byte[] sound = SHA256.HashData("sound"u8), other = SHA256.HashData("other"u8);
        var signed = Seal.Sign(Draft, sound, Now);

        Assert.Equal(Seal.Placeholder.Length, signed.ReservedCode1.Length);
        Assert.Equal(SealVerdict.Genuine, Seal.Check(signed, sound, out var at));
        Assert.Equal(Now, at);
        Assert.Equal(SealVerdict.OtherSound, Seal.Check(signed, other, out _));
        Assert.Equal(SealVerdict.Forged, Seal.Check(signed with { ProduceID = "another" }, sound, out _));
        Assert.Equal(SealVerdict.Forged, Seal.Check(signed with { ReservedCode1 = Seal.Placeholder }, sound, out _));
        Assert.Equal(SealVerdict.Absent, Seal.Check(Draft, sound, out _));
        using var stranger = new LabelSeal(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        Assert.Equal(SealVerdict.UnknownKey, stranger.Check(signed, sound, out _));
    }

    [Theory]
    [InlineData(AudioFormat.Mp3)]
    [InlineData(AudioFormat.Opus)]
    [InlineData(AudioFormat.Flac)]
    [InlineData(AudioFormat.M4a)]
    public async Task Every_coded_format_carries_one_signed_label_that_ffprobe_reads_too(AudioFormat format)
    {
        var file = await new AudioEncoder(new AudioOptions()).EncodeAsync(
            Tone(), format, LabelWriter.Metadata(format, Draft with { ReservedCode1 = Seal.Placeholder }), null, Token);
        LabelWriter.Complete(file, Seal.Placeholder, sound => Seal.Sign(Draft, sound.Span, Now).ReservedCode1);

        var read = LabelReader.Read(file);
        var json = Assert.Single(read.Labels);
        Assert.True(AigcLabel.TryParse(json, out var label, out var fault));
        Assert.Null(fault);
        Assert.Equal(SealVerdict.Genuine, Seal.Check(label!, read.SoundSha256!.Value.Span, out _));
        Assert.Equal(LabelledFile.TrainedAlgorithmicMedia, read.DigitalSourceType);

        var tags = await ProbeAsync(file);
        Assert.Equal(json, tags["AIGC"]);
        Assert.Equal(LabelledFile.TrainedAlgorithmicMedia, tags["DIGITALSOURCETYPE"]);
        Assert.Equal("AI-generated speech", tags["COMMENT"]);
        if (format == AudioFormat.Mp3)
        {
            Assert.Contains(LabelledFile.TrainedAlgorithmicMedia, tags["ID3V2_PRIV.XMP"], StringComparison.Ordinal);
        }

        // Another sound under the same label is noticed.
        file[^200] ^= 1;
        Assert.Equal(SealVerdict.OtherSound, Seal.Check(label!, LabelReader.Read(file).SoundSha256!.Value.Span, out _));
    }

    [Fact]
    public async Task Tags_that_others_add_leave_the_signature_whole()
    {
        var file = await new AudioEncoder(new AudioOptions()).EncodeAsync(
            Tone(), AudioFormat.Mp3, LabelWriter.Metadata(AudioFormat.Mp3, Draft with { ReservedCode1 = Seal.Placeholder }), null, Token);
        LabelWriter.Complete(file, Seal.Placeholder, sound => Seal.Sign(Draft, sound.Span, Now).ReservedCode1);
        byte[] tagged = [.. file, .. "TAG"u8, .. new byte[125]];

        var read = LabelReader.Read(tagged);

        Assert.True(AigcLabel.TryParse(read.Labels[0], out var label, out _));
        Assert.Equal(SealVerdict.Genuine, Seal.Check(label!, read.SoundSha256!.Value.Span, out _));
    }

    [Fact]
    public async Task Every_damage_of_a_file_is_read_without_a_failure()
    {
        foreach (var format in (AudioFormat[])[AudioFormat.Mp3, AudioFormat.Opus, AudioFormat.Flac, AudioFormat.M4a])
        {
            var file = await new AudioEncoder(new AudioOptions()).EncodeAsync(Tone(), format, LabelWriter.Metadata(format, Draft), null, Token);
            var random = new Random(7);
            for (var i = 0; i < 300; i++)
            {
                var damaged = file[..random.Next(file.Length)];
                for (var k = 0; k < 8 && damaged.Length > 0; k++)
                {
                    damaged[random.Next(Math.Min(damaged.Length, 1_500))] = (byte)random.Next(256);
                }

                LabelReader.Read(damaged);
            }
        }
    }

    private static AudioBuffer Tone() =>
        new([.. Enumerable.Range(0, 24_000).Select(i => 0.3f * MathF.Sin(i * 0.13f) * MathF.Sin(i * 0.0011f))], 24_000);

    private static async Task<Dictionary<string, string>> ProbeAsync(byte[] file)
    {
        var path = Path.Combine(Path.GetTempPath(), $"voiceweb-label-{Guid.NewGuid():N}");
        await File.WriteAllBytesAsync(path, file, Token);
        try
        {
            using var probe = Process.Start(new ProcessStartInfo("ffprobe", ["-v", "error", "-of", "json", "-show_format", "-show_streams", path])
            {
                RedirectStandardOutput = true,
            })!;
            using var told = JsonDocument.Parse(await probe.StandardOutput.ReadToEndAsync(Token));
            await probe.WaitForExitAsync(Token);
            // Ogg keeps its tags with the stream, the others with the file.
            return told.RootElement.GetProperty("streams").EnumerateArray().Append(told.RootElement.GetProperty("format"))
                .Where(part => part.TryGetProperty("tags", out _))
                .SelectMany(part => part.GetProperty("tags").EnumerateObject())
                .GroupBy(tag => tag.Name.ToUpperInvariant())
                .ToDictionary(group => group.Key, group => group.First().Value.GetString()!);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
