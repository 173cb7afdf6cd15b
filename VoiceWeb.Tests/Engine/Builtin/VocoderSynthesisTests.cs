using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Builtin;

namespace VoiceWeb.Tests.Engine.Builtin;

public sealed class VocoderSynthesisTests
{
    [Theory]
    [InlineData(SyntheticSpeaker.High)]
    [InlineData(SyntheticSpeaker.Low)]
    public async Task A_copy_keeps_spectrum_pitch_and_noisiness(string voice)
    {
        var token = TestContext.Current.CancellationToken;
        var speech = await SyntheticSpeaker.SayAsync(voice, SyntheticSpeaker.Transcript, token);
        var analyzer = new SpeechAnalyzer();
        var frames = analyzer.Analyze(speech, withAperiodicity: true, token);
        var copy = new AudioBuffer(new VocoderSynthesis().Render(TrackOf(frames), seed: 1, token), AnalysisGrid.SampleRate);

        var original = VoiceMeasure.Of(speech, frames.PitchHz, token);
        var copied = VoiceMeasure.Of(copy, analyzer.TrackPitch(copy, token), token);
        Assert.InRange(VoiceMeasure.Distance(original, copied, new BandLimit(0, 8_000)), 0, 1.5);
        Assert.InRange(1_200 * Math.Abs(original.MedianLog2 - copied.MedianLog2), 0, 10);
        for (var p = 1; p < 6; p++)
        {
            Assert.InRange(copied.AperiodicityDb[p] - original.AperiodicityDb[p], -4, 4);
        }
    }

    [Fact]
    public async Task Same_seed_same_samples_another_seed_others()
    {
        var token = TestContext.Current.CancellationToken;
        var speech = await SyntheticSpeaker.SayAsync(SyntheticSpeaker.Low, "Same again.", token);
        var track = TrackOf(new SpeechAnalyzer().Analyze(speech, withAperiodicity: true, token));
        var synthesis = new VocoderSynthesis();
        var first = synthesis.Render(track, seed: 5, token);
        var runs = Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8).Select(_ => synthesis.Render(track, seed: 5, token)).ToArray();
        Assert.All(runs, run => Assert.True(run.AsSpan().SequenceEqual(first)));
        Assert.False(synthesis.Render(track, seed: 6, token).AsSpan().SequenceEqual(first));
    }

    [Fact]
    public async Task Longer_frames_make_it_slower_and_leave_the_pitch()
    {
        var token = TestContext.Current.CancellationToken;
        var speech = await SyntheticSpeaker.SayAsync(SyntheticSpeaker.Low, SyntheticSpeaker.Transcript, token);
        var track = TrackOf(new SpeechAnalyzer().Analyze(speech, withAperiodicity: true, token));
        var synthesis = new VocoderSynthesis();
        var slow = new AudioBuffer(synthesis.Render(track with { FrameSamples = 180 }, seed: 5, token), AnalysisGrid.SampleRate);
        Assert.InRange(slow.Seconds / speech.Seconds, 1.48, 1.52);
        var ratio = SyntheticSpeaker.MedianPitch(slow, token) / SyntheticSpeaker.MedianPitch(speech, token);
        Assert.InRange(1_200 * Math.Abs(Math.Log2(ratio)), 0, 15);
    }

    private static ParameterTrack TrackOf(SpeechFrames frames) => new(
        frames.PitchHz,
        frames.LogMel,
        ParameterTrack.ToNoiseShare(frames.AperiodicityDb!, frames.PitchHz),
        AnalysisGrid.FrameSamples,
        Jitter: 0);
}
