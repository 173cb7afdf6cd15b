using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Tests.Engine.Watermark;

public sealed class WatermarkRefusalTests
{
    [Fact]
    public void A_marker_that_returns_unmarked_samples_lets_nothing_out()
    {
        var speech = TestSpeech.At(24_000);
        AssertHeldBack(speech, _ => speech.Samples);
    }

    [Fact]
    public void A_marker_that_writes_another_pattern_lets_nothing_out()
    {
        var speech = TestSpeech.At(24_000);
        AssertHeldBack(speech, _ => new Watermarker(TestSpeech.OtherKey).Mark(speech, TestSpeech.Id).Audio.Samples);
    }

    [Fact]
    public void A_marker_that_writes_another_id_lets_nothing_out()
    {
        var speech = TestSpeech.At(24_000);
        AssertHeldBack(speech, _ => new Watermarker(TestSpeech.Key).Mark(speech, new WatermarkId(7)).Audio.Samples);
    }

    [Fact]
    public void A_marker_that_forgets_half_of_a_short_sentence_lets_nothing_out()
    {
        var speech = TestSpeech.Cut(TestSpeech.At(24_000), 1, 1.2);
        AssertHeldBack(speech, marked => [.. speech.Samples[..(marked.Length / 2)], .. marked[(marked.Length / 2)..]]);
    }

    [Fact]
    public void A_marker_that_loses_samples_lets_nothing_out() => AssertHeldBack(TestSpeech.At(24_000), marked => marked[1..]);

    [Fact]
    public void After_a_failure_the_stream_stays_shut()
    {
        var stream = new Watermarker(TestSpeech.Key, marked => new float[marked.Length]).Begin(TestSpeech.Id, 24_000);
        Assert.Throws<MarkFailedException>(() => stream.Mark(TestSpeech.At(24_000)));
        Assert.Throws<MarkFailedException>(() => stream.Mark(new AudioBuffer(new float[24_000], 24_000)));
    }

    [Fact]
    public void Samples_that_are_no_numbers_are_refused()
    {
        var samples = new float[8000];
        samples[4000] = float.NaN;
        Assert.Throws<MarkFailedException>(() => new Watermarker(TestSpeech.Key).Mark(new AudioBuffer(samples, 16_000), TestSpeech.Id));
    }

    [Fact]
    public void A_rate_too_low_for_the_mark_is_refused() =>
        Assert.Throws<MarkFailedException>(() => new Watermarker(TestSpeech.Key).Begin(TestSpeech.Id, 4_000));

    [Fact]
    public void Silence_passes_since_it_holds_no_speech()
    {
        var marked = new Watermarker(TestSpeech.Key).Mark(new AudioBuffer(new float[16_000], 16_000), TestSpeech.Id);
        Assert.All(marked.Audio.Samples, x => Assert.Equal(0, x));
    }

    [Fact]
    public void Nothing_is_found_in_what_was_not_marked()
    {
        var speech = TestSpeech.At(24_000);
        Assert.NotEqual(WatermarkVerdict.Marked, Look(TestSpeech.Cut(speech, 1, 4)));
        Assert.NotEqual(WatermarkVerdict.Marked, Look(TestSpeech.Noise(4, 16_000, 0.1f, 3)));
        Assert.Equal(WatermarkVerdict.Inconclusive, Look(new AudioBuffer(new float[160_000], 16_000)));
        Assert.Equal(WatermarkVerdict.Inconclusive, Look(TestSpeech.Cut(speech, 1, 0.3)));
        Assert.Equal(WatermarkVerdict.Inconclusive, Look(new AudioBuffer([], 16_000)));
    }

    [Fact]
    public void Nothing_is_found_with_the_wrong_key()
    {
        var marked = new Watermarker(TestSpeech.OtherKey).Mark(TestSpeech.Cut(TestSpeech.At(24_000), 2, 4), TestSpeech.Id).Audio;
        Assert.NotEqual(WatermarkVerdict.Marked, Look(marked));
    }

    private static WatermarkVerdict Look(AudioBuffer audio)
    {
        var found = new WatermarkDetector([TestSpeech.Key]).Detect(audio, new TestLedger(2000, TestSpeech.Id), TestContext.Current.CancellationToken);
        Assert.True(found.Verdict == WatermarkVerdict.Marked || found.Id is null);
        return found.Verdict;
    }

    private static void AssertHeldBack(AudioBuffer speech, Func<float[], float[]> tamper)
    {
        var marker = new Watermarker(TestSpeech.Key, tamper);
        Assert.Throws<MarkFailedException>(() => marker.Mark(speech, TestSpeech.Id));
    }
}
