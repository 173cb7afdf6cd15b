using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Tests.Engine.Watermark;

public sealed class WatermarkRoundTripTests
{
    private static readonly Watermarker Marker = new(TestSpeech.Key);
    private static readonly WatermarkDetector Detector = new([TestSpeech.OtherKey, TestSpeech.Key]);
    private static readonly Lazy<AudioBuffer> Marked = new(() => Marker.Mark(TestSpeech.At(24_000), TestSpeech.Id).Audio);

    [Theory]
    [InlineData(16_000)]
    [InlineData(22_050)]
    [InlineData(24_000)]
    [InlineData(32_000)]
    [InlineData(44_100)]
    [InlineData(48_000)]
    public void What_was_marked_is_read_at_every_rate(int rate)
    {
        var speech = TestSpeech.At(rate);
        var marked = Marker.Mark(speech, TestSpeech.Id);

        Assert.Equal(TestSpeech.Id, marked.Id);
        Assert.Equal(rate, marked.Audio.SampleRate);
        Assert.Equal(speech.Samples.Length, marked.Audio.Samples.Length);
        AssertFinds(marked.Audio, null);
    }

    [Fact]
    public void The_mark_is_far_below_the_speech()
    {
        var speech = TestSpeech.At(24_000);
        double host = 0, mark = 0;
        for (var i = 0; i < speech.Samples.Length; i++)
        {
            host += speech.Samples[i] * speech.Samples[i];
            mark += Math.Pow(Marked.Value.Samples[i] - speech.Samples[i], 2);
        }

        Assert.InRange(10 * Math.Log10(host / mark), 15, 45);
    }

    [Fact]
    public void Full_scale_is_never_passed()
    {
        var speech = TestSpeech.At(24_000);
        var peak = speech.Samples.Max(Math.Abs);
        var loud = TestSpeech.Map(speech, x => Math.Clamp(x * 1.5f / peak, -1, 1));

        var marked = Marker.Mark(loud, TestSpeech.Id).Audio;

        Assert.All(marked.Samples, x => Assert.InRange(x, -1, 1));
        AssertFinds(marked, null);
    }

    [Fact]
    public void The_same_input_gives_the_same_samples() =>
        Assert.Equal(Marked.Value.Samples, new Watermarker(TestSpeech.Key).Mark(TestSpeech.At(24_000), TestSpeech.Id).Audio.Samples);

    [Theory]
    [InlineData("mp3", "-c:a", "libmp3lame", "-b:a", "64k")]
    [InlineData("ogg", "-c:a", "libopus", "-b:a", "32k")]
    public void Survives_a_codec(string extension, params string[] options) =>
        AssertFinds(TestSpeech.Encode(Marked.Value, extension, options), new TestLedger(1000, TestSpeech.Id));

    [Fact]
    public void Survives_resampling_to_16_kHz() => AssertFinds(TestSpeech.Resample(Marked.Value, 16_000), null);

    [Fact]
    public void Survives_a_telephone_band_with_the_ledger() =>
        AssertFinds(TestSpeech.Resample(Marked.Value, 8_000), new TestLedger(1000, TestSpeech.Id));

    [Theory]
    [InlineData(0.03f)]
    [InlineData(-1f)]
    [InlineData(2f)]
    public void Survives_gain_and_polarity(float gain) => AssertFinds(TestSpeech.Map(Marked.Value, x => gain * x), null);

    [Theory]
    [InlineData(1.3)]
    [InlineData(5.017)]
    [InlineData(8.6)]
    public void Survives_cutting_five_seconds_out(double from) =>
        AssertFinds(TestSpeech.Cut(Marked.Value, from, 5), new TestLedger(1000, TestSpeech.Id));

    [Fact]
    public void Survives_noise_30_dB_below()
    {
        var rms = (float)Math.Sqrt(Marked.Value.Samples.Average(x => x * x));
        var noise = TestSpeech.Noise(Marked.Value.Seconds + 1, 24_000, rms * 0.0316f, 5);
        AssertFinds(TestSpeech.Add(Marked.Value, noise), new TestLedger(1000, TestSpeech.Id));
    }

    private static void AssertFinds(AudioBuffer audio, IWatermarkLedger? ledger)
    {
        var found = Detector.Detect(audio, ledger, TestContext.Current.CancellationToken);
        Assert.Equal(WatermarkVerdict.Marked, found.Verdict);
        Assert.Equal(TestSpeech.Id, found.Id);
        Assert.True(found.FalsePositiveProbability < 1e-6);
        Assert.Equal(TestSpeech.Key.Id, found.Matches[0].KeyId);
    }
}
