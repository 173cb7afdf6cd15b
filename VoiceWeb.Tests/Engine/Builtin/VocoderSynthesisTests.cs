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
        Assert.InRange(VoiceMeasure.Distance(original, copied, new BandLimit(0, 8_000)), 0, 1);
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

    [Theory]
    [InlineData(110)]
    [InlineData(170)]
    [InlineData(260)]
    public void A_strong_fundamental_leaves_weak_high_bands_as_they_are(double pitchHz)
    {
        // 70 dB fall from 400 Hz to 3 kHz, as in a dull vowel.
        var asked = MelAxis.Frequencies.Select(hz => (float)(-70 / 4.343 * Math.Clamp(Math.Log2(hz / 400) / Math.Log2(7.5), 0, 1))).ToArray();
        var samples = RenderSteady(asked, pitchHz, noiseShare: 0);
        var envelope = new SpectralEnvelope();
        var found = new float[MelAxis.Points];
        foreach (var centre in new[] { 11_000, 12_037, 13_111 })
        {
            envelope.Measure(samples, centre, pitchHz, found);
            for (var i = 0; i < asked.Length; i++)
            {
                if (MelAxis.Frequencies[i] is > 800 and < 10_000)
                {
                    Assert.InRange(4.343 * (found[i] - asked[i]), -2, 2);
                }
            }
        }
    }

    [Fact]
    public void Noise_of_a_voice_stays_above_its_pitch()
    {
        const double pitchHz = 300;
        var samples = RenderSteady(new float[MelAxis.Points], pitchHz, noiseShare: 0.5f);
        var fft = new RealFft(8_192);
        double[] wave = new double[fft.Size], real = new double[fft.Bins], imaginary = new double[fft.Bins];
        for (var n = 0; n < wave.Length; n++)
        {
            wave[n] = samples[8_000 + n] * (0.5 - 0.5 * Math.Cos(2 * Math.PI * n / wave.Length));
        }

        fft.Forward(wave, real, imaginary);
        Assert.InRange(MeanDb(60, 120) - MeanDb(400, 500), -60, -14);

        double MeanDb(double from, double to)
        {
            var bins = Enumerable.Range(0, fft.Bins).Where(k => k * 24_000.0 / fft.Size is var hz && hz >= from && hz <= to);
            return 10 * Math.Log10(bins.Average(k => real[k] * real[k] + imaginary[k] * imaginary[k]));
        }
    }

    /// <summary>A second of one steady sound.</summary>
    private static float[] RenderSteady(float[] logMel, double pitchHz, float noiseShare)
    {
        const int frames = 201;
        var envelopes = new FrameMatrix(frames, MelAxis.Points);
        var noise = new FrameMatrix(frames, Aperiodicity.PointsHz.Length);
        for (var i = 0; i < frames; i++)
        {
            logMel.CopyTo(envelopes[i]);
            noise[i].Fill(noiseShare);
        }

        var pitch = Enumerable.Repeat(pitchHz, frames).ToArray();
        var track = new ParameterTrack(pitch, envelopes, noise, AnalysisGrid.FrameSamples, Jitter: 0);
        return new VocoderSynthesis().Render(track, seed: 1, TestContext.Current.CancellationToken);
    }

    private static ParameterTrack TrackOf(SpeechFrames frames) => new(
        frames.PitchHz,
        frames.LogMel,
        ParameterTrack.ToNoiseShare(frames.AperiodicityDb!, frames.PitchHz),
        AnalysisGrid.FrameSamples,
        Jitter: 0);
}
