using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Watermark.Bench;

namespace VoiceWeb.Tests.Engine.Watermark.Bench;

public sealed class QualityMeterTests
{
    [Fact]
    public void Noise_twenty_decibels_louder_is_twenty_decibels_nearer_to_the_mask()
    {
        var speech = TestSpeech.Cut(TestSpeech.At(24_000), 1, 4);
        var soft = QualityMeter.Measure(speech, TestSpeech.Add(speech, TestSpeech.Noise(4, 24_000, 0.0003f, 1)));
        var loud = QualityMeter.Measure(speech, TestSpeech.Add(speech, TestSpeech.Noise(4, 24_000, 0.003f, 1)));

        Assert.Equal(20, loud.NoiseToMaskDb - soft.NoiseToMaskDb, 0.1);
        Assert.Equal(20, loud.PauseDb - soft.PauseDb, 0.5);
        Assert.Equal(20, soft.SignalToMarkDb - loud.SignalToMarkDb, 0.1);
        Assert.True(loud.OverMaskPercent > soft.OverMaskPercent);
        Assert.True(loud.Stoi < soft.Stoi);
    }

    [Fact]
    public void Speech_is_as_intelligible_as_itself()
    {
        var speech = TestSpeech.Cut(TestSpeech.At(24_000), 1, 4);
        Assert.Equal(1, Intelligibility.Measure(speech, speech), 1e-6);
        Assert.True(Intelligibility.Measure(speech, new AudioBuffer(TestSpeech.Noise(4, 24_000, 0.1f, 2).Samples, 24_000)) < 0.6);
    }

    [Fact]
    public void Filters_pass_half_of_the_power_at_their_edge()
    {
        foreach (var (hz, passed) in new[] { (500.0, 1.0), (2000, 0.707), (8000, 0.002) })
        {
            var tone = new AudioBuffer([.. Enumerable.Range(0, 24_000).Select(i => (float)Math.Sin(2 * Math.PI * hz * i / 24_000))], 24_000);
            var filtered = ButterworthFilter.LowPass(tone, 2000, 6).Samples.AsSpan(4000);
            Assert.Equal(passed, Samples.Rms(filtered) * Math.Sqrt(2), 0.02);
        }
    }
}
