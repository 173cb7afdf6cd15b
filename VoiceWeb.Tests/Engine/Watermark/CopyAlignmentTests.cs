using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Tests.Engine.Watermark;

public sealed class CopyAlignmentTests
{
    private static readonly Lazy<WatermarkedAudio> Marked = new(() => new Watermarker(TestSpeech.Key).Mark(TestSpeech.At(24_000), TestSpeech.Id));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(1.05)]
    [InlineData(0.94)]
    public void A_crop_is_laid_where_it_was_cut_from_also_played_at_another_speed(double speed)
    {
        var crop = TestSpeech.Cut(Marked.Value.Audio, 3.2, 6);
        var faster = new AudioBuffer(TestSpeech.Resample(crop, (int)(24_000 / speed)).Samples, 24_000);

        var stretch = Assert.Single(CopyAlignment.Find(faster, Marked.Value.Sketch, speed, speed, Token));

        Assert.InRange(stretch.RenderingStartSeconds - (stretch.StartSeconds * speed), 3.2 - 0.15, 3.2 + 0.15);
        Assert.InRange((stretch.EndSeconds - stretch.StartSeconds) * speed, 4.5, 6.1);
    }

    [Fact]
    public void Pieces_put_together_anew_show_each_in_its_place()
    {
        var (late, early) = (TestSpeech.Cut(Marked.Value.Audio, 9, 4), TestSpeech.Cut(Marked.Value.Audio, 1, 4));
        var noisy = TestSpeech.Add(
            new AudioBuffer([.. late.Samples, .. early.Samples], 24_000), TestSpeech.Noise(9, 24_000, 0.003f, 3));

        var stretches = CopyAlignment.Find(noisy, Marked.Value.Sketch, 1, 1, Token);

        Assert.Equal(2, stretches.Count);
        Assert.InRange(stretches[0].RenderingStartSeconds - stretches[0].StartSeconds, 8.85, 9.15);
        Assert.InRange(stretches[1].RenderingStartSeconds - stretches[1].StartSeconds, -3.15, -2.85);
    }

    [Fact]
    public void Other_sounds_fit_nowhere()
    {
        Assert.Empty(CopyAlignment.Find(TestSpeech.Noise(6, 24_000, 0.1f, 4), Marked.Value.Sketch, 1, 1, Token));
        Assert.Empty(CopyAlignment.Find(new AudioBuffer(new float[24_000], 24_000), Marked.Value.Sketch, 1, 1, Token));
        Assert.Empty(CopyAlignment.Find(Marked.Value.Audio, RenderingSketch.FromBytes([]), 1, 1, Token));
    }
}
