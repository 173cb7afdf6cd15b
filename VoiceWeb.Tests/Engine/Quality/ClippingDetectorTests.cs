using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Quality;

namespace VoiceWeb.Tests.Engine.Quality;

public sealed class ClippingDetectorTests
{
    [Theory]
    [InlineData("en-us")]
    [InlineData("de+f2")]
    public void Untouched_speech_has_none(string voice)
    {
        Assert.True(ClippingDetector.Ratio(SyntheticSpeech.Say(voice).Samples) < 1e-4);
        Assert.True(ClippingDetector.Ratio(SyntheticSpeech.InNoise(SyntheticSpeech.Say(voice), "white", 30).Samples) < 1e-4);
    }

    [Theory]
    [InlineData(0.7)]
    [InlineData(0.4)]
    [InlineData(0.2)]
    public void What_was_cut_off_is_counted_at_any_gain(double share)
    {
        var samples = SyntheticSpeech.Say().Samples;
        var limit = (float)share * Math.Min(samples.Max(), -samples.Min());
        var cut = samples.Select(sample => Math.Clamp(sample, -limit, limit)).ToArray();
        var truth = samples.Count(sample => Math.Abs(sample) > limit) / (double)samples.Length;

        // Peaks of one or two samples are not told from natural ones.
        Assert.InRange(ClippingDetector.Ratio(cut), 0.6 * truth, 1.3 * truth);
        var quiet = cut.Select(sample => sample * 0.07f).ToArray();
        Assert.Equal(ClippingDetector.Ratio(cut), ClippingDetector.Ratio(quiet), 1e-4);
    }

    [Fact]
    public async Task Clipping_is_seen_through_a_lossy_codec()
    {
        var speech = SyntheticSpeech.Say();
        var limit = 0.25f * speech.Samples.Max();
        var cut = new AudioBuffer([.. speech.Samples.Select(sample => Math.Clamp(sample, -limit, limit))], speech.SampleRate);
        var options = new AudioOptions();
        foreach (var (audio, isClipped) in new[] { (cut, true), (speech, false) })
        {
            var mp3 = await new AudioEncoder(options).EncodeAsync(audio, AudioFormat.Mp3, null, 128, CancellationToken.None);
            var back = await new AudioDecoder(options).DecodeAsync(mp3, CancellationToken.None);
            Assert.Equal(isClipped, ClippingDetector.Ratio(back.Samples) > 0.002);
        }
    }

    [Fact]
    public void Silence_and_the_last_bits_are_no_clipping()
    {
        var random = new Random(3);
        Assert.Equal(0, ClippingDetector.Ratio([]));
        Assert.Equal(0, ClippingDetector.Ratio(new float[500]));
        Assert.Equal(0, ClippingDetector.Ratio([.. Enumerable.Range(0, 5_000).Select(_ => random.Next(-2, 3) / 32_768f)]));
    }
}
