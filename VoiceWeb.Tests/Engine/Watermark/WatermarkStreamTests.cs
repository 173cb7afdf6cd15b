using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Tests.Engine.Watermark;

public sealed class WatermarkStreamTests
{
    private static readonly Watermarker Marker = new(TestSpeech.Key);

    [Theory]
    [InlineData(16_000)]
    [InlineData(44_100)]
    public void Parts_end_to_end_read_like_one_rendering(int rate)
    {
        var speech = TestSpeech.At(rate);
        var marked = InParts(speech, 1.37, 2.9, 0.4, 3.3, 0.01, 2.2);

        Assert.Equal(speech.Samples.Length, marked.Samples.Length);
        var found = Detect(marked, null);
        Assert.Equal(TestSpeech.Id, found.Id);
        var range = Assert.Single(Assert.Single(found.Matches).Ranges);
        Assert.True(range.EndSeconds - range.StartSeconds > 0.7 * speech.Seconds, "the pattern must run on over the seams");
    }

    [Fact]
    public void A_stretch_across_a_seam_carries_the_id()
    {
        var marked = InParts(TestSpeech.At(24_000), 4, 4, 4);
        var found = Detect(TestSpeech.Cut(marked, 2.1, 4), new TestLedger(1000, TestSpeech.Id));
        Assert.Equal(TestSpeech.Id, found.Id);
    }

    [Fact]
    public void Any_three_seconds_carry_the_id_across_seams_too()
    {
        var marked = InParts(TestSpeech.At(24_000), 2.3, 1.1, 3.7, 0.6, 2.9);
        var ledger = new TestLedger(10_000, TestSpeech.Id);
        for (var start = 0.35; start + 3 < marked.Seconds - 0.5; start += 1.3)
        {
            var found = Detect(TestSpeech.Cut(marked, start, 3), ledger);
            Assert.True(found.Id == TestSpeech.Id, $"the 3 s from {start:0.00} s on do not carry the id");
        }
    }

    [Fact]
    public void A_seam_does_not_click()
    {
        var speech = TestSpeech.At(24_000);
        var marked = InParts(speech, 3);
        var seam = 3 * 24_000;
        var jump = Math.Abs((marked.Samples[seam] - speech.Samples[seam]) - (marked.Samples[seam - 1] - speech.Samples[seam - 1]));
        Assert.True(jump < 1e-3, $"the mark jumps by {jump} at the seam");
    }

    [Fact]
    public void Short_pieces_of_ordinary_speech_are_not_held_back()
    {
        var chance = new Random(4);
        var speech = TestSpeech.At(16_000);
        for (var i = 0; i < 60; i++)
        {
            var seconds = 1.5 + (3 * chance.NextDouble());
            var piece = TestSpeech.Cut(speech, (speech.Seconds - seconds) * chance.NextDouble(), seconds);
            var gain = (float)Math.Pow(10, -chance.NextDouble());
            Assert.Equal(piece.Samples.Length, Marker.Mark(TestSpeech.Map(piece, x => gain * x), new WatermarkId((ulong)i)).Audio.Samples.Length);
        }
    }

    [Fact]
    public void A_mark_stays_under_the_mask_where_speech_fills_the_scale()
    {
        var loud = TestSpeech.Map(TestSpeech.Cut(TestSpeech.At(24_000), 0, 6), x => Math.Clamp(3 * x, -1, 1));
        var marked = Marker.Mark(loud, TestSpeech.Id).Audio;
        float[] mark = [.. marked.Samples.Zip(loud.Samples, (a, b) => a - b)];

        Assert.InRange(marked.Samples.Max(Math.Abs), 0, 1);
        Assert.InRange(10 * Math.Log10(new NoiseToMaskMeter(24_000).Measure(loud.Samples, mark).Mean), -20, -12);
    }

    [Fact]
    public void Refuses_a_part_at_another_rate()
    {
        var error = Assert.Throws<ArgumentException>(() => Marker.Begin(TestSpeech.Id, 24_000).Mark(new AudioBuffer(new float[10], 16_000)));
        Assert.Contains("24000 Hz", error.Message, StringComparison.Ordinal);
    }

    private static AudioBuffer InParts(AudioBuffer speech, params double[] seconds)
    {
        var stream = Marker.Begin(TestSpeech.Id, speech.SampleRate);
        var marked = new List<float>();
        var start = 0;
        foreach (var length in seconds.Select(s => (int)(s * speech.SampleRate)).Append(int.MaxValue))
        {
            var end = (int)Math.Min(speech.Samples.Length, (long)start + length);
            var part = stream.Mark(new AudioBuffer(speech.Samples[start..end], speech.SampleRate));
            Assert.Equal(end - start, part.Audio.Samples.Length);
            marked.AddRange(part.Audio.Samples);
            start = end;
        }

        return new AudioBuffer([.. marked], speech.SampleRate);
    }

    private static WatermarkDetection Detect(AudioBuffer audio, IWatermarkLedger? ledger) =>
        new WatermarkDetector([TestSpeech.Key]).Detect(audio, ledger, TestContext.Current.CancellationToken);
}
