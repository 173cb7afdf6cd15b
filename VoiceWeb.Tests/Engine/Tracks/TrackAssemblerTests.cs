using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Tracks;
using VoiceWeb.Engine.Watermark;
using VoiceWeb.Tests.Engine.Watermark;

namespace VoiceWeb.Tests.Engine.Tracks;

public sealed class TrackAssemblerTests
{
    private static readonly WatermarkId Id = TestSpeech.Id;

    [Fact]
    public void Without_silence_the_parts_meet_sample_by_sample()
    {
        var parts = new[] { Part(1, 100), Part(2, 50), Part(3, 0), Part(4, 70) };
        var track = TrackAssembler.Assemble(new TrackPlan([.. parts.Select(part => new TrackPart(part))]));
        Assert.Equal(parts.SelectMany(part => part.Audio.Samples), track.Audio.Audio.Samples);
        Assert.Equal(Id, track.Audio.Id);
        Assert.Equal([0, 0.1, 0.15, 0.15], track.StartSeconds);
    }

    [Fact]
    public void Silences_are_where_they_were_asked_for_and_edges_beside_them_fade()
    {
        var plan = new TrackPlan([new TrackPart(Part(1, 400), 0.1), new TrackPart(Part(2, 300), 0.25)]) { FadeSeconds = 0.01, SilenceAfterSeconds = 0.05 };
        var track = TrackAssembler.Assemble(plan);
        var samples = track.Audio.Audio.Samples;
        Assert.Equal(100 + 400 + 250 + 300 + 50, samples.Length);
        Assert.Equal([0.1, 0.75], track.StartSeconds);
        Assert.All(samples[..100], sample => Assert.Equal(0, sample));
        Assert.All(samples[500..750], sample => Assert.Equal(0, sample));
        Assert.All(samples[1_050..], sample => Assert.Equal(0, sample));
        Assert.Equal(plan.Parts[0].Audio.Audio.Samples[10..390], samples[110..490]);
        Assert.True(Math.Abs(samples[100]) < 0.01f && Math.Abs(samples[499]) < 0.01f);
    }

    [Fact]
    public void The_mark_can_still_be_read_across_gaps()
    {
        var speech = TestSpeech.At(24_000);
        var stream = new Watermarker(TestSpeech.Key).Begin(Id, 24_000);
        var parts = new List<TrackPart>();
        const int Step = 3 * 24_000;
        for (var at = 0; at < speech.Samples.Length; at += Step)
        {
            var end = Math.Min(at + Step, speech.Samples.Length);
            parts.Add(new TrackPart(stream.Mark(new AudioBuffer(speech.Samples[at..end], 24_000)), at == 0 ? 0 : 0.4));
        }

        var track = TrackAssembler.Assemble(new TrackPlan(parts));
        var found = new WatermarkDetector([TestSpeech.Key]).Detect(track.Audio.Audio, new TestLedger(200, Id), CancellationToken.None);
        Assert.Equal(WatermarkVerdict.Marked, found.Verdict);
        Assert.Equal(Id, found.Id);
    }

    [Fact]
    public void Refuses_plans_that_do_not_hold_together()
    {
        Assert.Throws<ArgumentException>(() => TrackAssembler.Assemble(new TrackPlan([])));
        var other = new WatermarkedAudio(new AudioBuffer(new float[10], 1_000), new WatermarkId(7));
        Assert.Contains("different marks", Assert.Throws<ArgumentException>(
            () => TrackAssembler.Assemble(new TrackPlan([new TrackPart(Part(1, 10)), new TrackPart(other)]))).Message);
        var faster = new WatermarkedAudio(new AudioBuffer(new float[10], 2_000), Id);
        Assert.Contains("different sample rates", Assert.Throws<ArgumentException>(
            () => TrackAssembler.Assemble(new TrackPlan([new TrackPart(Part(1, 10)), new TrackPart(faster)]))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => TrackAssembler.Assemble(new TrackPlan([new TrackPart(Part(1, 10), -0.1)])));
        Assert.Throws<ArgumentOutOfRangeException>(() => TrackAssembler.Assemble(new TrackPlan([new TrackPart(Part(1, 10))]) { FadeSeconds = 1 }));
    }

    private static WatermarkedAudio Part(int seed, int length)
    {
        var random = new Random(seed);
        return new WatermarkedAudio(new AudioBuffer([.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.5))], 1_000), Id);
    }
}
