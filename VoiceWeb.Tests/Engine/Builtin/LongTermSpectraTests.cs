using VoiceWeb.Engine.Builtin;

namespace VoiceWeb.Tests.Engine.Builtin;

public sealed class LongTermSpectraTests
{
    private const int Frames = 400;

    [Fact]
    public void Voiced_and_unvoiced_speech_are_told_apart_and_pauses_left_out()
    {
        var spectra = LongTermSpectra.Of(Sounds(), Pitch(), swings: null);
        Assert.InRange(spectra.VoicedFrames, 45, 51);
        Assert.InRange(spectra.UnvoicedFrames, 48, 55); // windows reach into the pauses
        Assert.InRange(Centroid(spectra.Voiced), 350, 450);
        Assert.InRange(Centroid(spectra.Unvoiced), 5_800, 6_200);
    }

    [Fact]
    public void A_hiss_in_which_a_period_was_found_counts_as_voiced_when_asked_for()
    {
        bool[] swings = [.. Pitch().Select((hz, i) => hz > 0 || i is >= 250 and < 260)];
        var spectra = LongTermSpectra.Of(Sounds(), Pitch(), swings);
        Assert.InRange(spectra.VoicedFrames, 50, 56);
        Assert.True(Centroid(spectra.Voiced) > 500);
    }

    /// <summary>Half a second each of a vowel at 400 Hz, a pause, a hiss at 6 kHz, a pause.</summary>
    private static float[] Sounds() => [.. Enumerable.Range(0, Frames * AnalysisGrid.FrameSamples).Select(n =>
    {
        var hz = (n / (100 * AnalysisGrid.FrameSamples)) switch { 0 => 400, 2 => 6_000, _ => 0 };
        return hz == 0 ? 0f : 0.3f * (float)Math.Sin(2 * Math.PI * hz * n / AnalysisGrid.SampleRate);
    })];

    private static double[] Pitch() => [.. Enumerable.Range(0, Frames).Select(i => i < 100 ? 100.0 : 0)];

    private static double Centroid(double[] power) =>
        power.Select((p, k) => p * k).Sum() / power.Sum() * AnalysisGrid.SampleRate / LongTermSpectra.FftSize;
}
