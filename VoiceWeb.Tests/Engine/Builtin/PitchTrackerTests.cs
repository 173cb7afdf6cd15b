using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Builtin;

namespace VoiceWeb.Tests.Engine.Builtin;

public sealed class PitchTrackerTests
{
    [Fact]
    public async Task Finds_the_contour_that_speech_was_made_with()
    {
        // Base speech is taken apart and put together again with a contour that we choose: then the truth is known.
        var token = TestContext.Current.CancellationToken;
        var speech = await SyntheticSpeaker.SayAsync("en-us", SyntheticSpeaker.Transcript, token);
        var frames = new SpeechAnalyzer().Analyze(speech, withAperiodicity: true, token);
        double[] truth = [.. frames.PitchHz.Select((hz, i) => hz > 0 ? 140 * Math.Pow(2, 0.4 * Math.Sin(i / 60.0)) : 0)];
        var track = new ParameterTrack(
            truth, frames.LogMel, ParameterTrack.ToNoiseShare(frames.AperiodicityDb!, truth), AnalysisGrid.FrameSamples, Jitter: 0);
        var samples = new VocoderSynthesis().Render(track, seed: 7, token);

        var found = new PitchTracker().Track(
            Resampler.Convert(new AudioBuffer(samples, AnalysisGrid.SampleRate), PitchTracker.SampleRate).Samples, token);

        int[] both = [.. Enumerable.Range(0, found.Length).Where(i => 2 * i < truth.Length && found[i] > 0 && truth[2 * i] > 0)];
        double[] cents = [.. both.Select(i => Math.Abs(1_200 * Math.Log2(found[i] / truth[2 * i])))];
        var gross = cents.Count(c => c > 1_200 * Math.Log2(1.2)) / (double)both.Length;
        var voicing = Enumerable.Range(0, truth.Length / 2).Count(i => found[i] > 0 != truth[2 * i] > 0) / (truth.Length / 2.0);
        Assert.InRange(Percentiles.Median(cents), 0, 10);
        Assert.InRange(gross, 0, 0.01);
        Assert.InRange(voicing, 0, 0.06);
    }

    [Theory]
    [InlineData(70)]
    [InlineData(119.5)]
    [InlineData(241.3)]
    [InlineData(430)]
    public void A_steady_tone_complex_has_its_pitch(double hz)
    {
        var samples = new float[16_000];
        for (var n = 0; n < samples.Length; n++)
        {
            for (var h = 1; h * hz < 4_000; h++)
            {
                samples[n] += (float)(0.1 / h * Math.Cos(2 * Math.PI * h * hz * n / 16_000));
            }
        }

        var found = new PitchTracker().Track(samples, TestContext.Current.CancellationToken)[10..90];
        Assert.All(found, f => Assert.InRange(Math.Abs(1_200 * Math.Log2(f / hz)), 0, 8));
    }

    [Fact]
    public void Noise_has_no_pitch()
    {
        var noise = new SeededNoise(3);
        float[] samples = [.. Enumerable.Range(0, 32_000).Select(_ => (float)(0.1 * noise.Next()))];
        var found = new PitchTracker().Track(samples, TestContext.Current.CancellationToken);
        Assert.InRange(found.Count(f => f > 0), 0, found.Length / 20);
    }
}
