using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Tests.Engine.Audio;

public sealed class EditingTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    public void Like_sounds_join_without_a_seam(int overlap)
    {
        var whole = Enumerable.Range(0, 300).Select(i => MathF.Sin(0.1f * i)).ToArray();
        var joined = Crossfade.Join(whole.AsSpan(0, 150), whole.AsSpan(150 - overlap), overlap);
        Assert.Equal(300, joined.Length);
        for (var i = 0; i < 300; i++)
        {
            Assert.Equal(whole[i], joined[i], 1e-6);
        }
    }

    [Fact]
    public void Fades_rise_and_fall_as_mirror_images()
    {
        var samples = Enumerable.Repeat(1f, 100).ToArray();
        Crossfade.FadeIn(samples, 30);
        Crossfade.FadeOut(samples, 30);
        Assert.True(samples[0] < 0.01f);
        Assert.Equal(1f, samples[50]);
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(samples[i], samples[99 - i], 1e-6);
            Assert.True(samples[i] <= samples[i + 1]);
        }

        Crossfade.FadeIn(samples, 1_000); // longer than the sound: all of it
        Assert.Throws<ArgumentOutOfRangeException>(() => Crossfade.Join(samples, samples, 101));
    }

    [Fact]
    public void Silence_is_found_on_both_sides_and_only_there()
    {
        var samples = new float[16_000];
        for (var i = 4_000; i < 12_000; i++)
        {
            samples[i] = i is > 7_000 and < 8_000 ? 0 : 0.3f * MathF.Sin(0.2f * i);
        }

        var audio = new AudioBuffer(samples, 16_000);
        var (start, length) = SilenceTrimmer.Find(audio, 40, 0);
        Assert.InRange(start, 3_840, 4_000);
        Assert.InRange(start + length, 12_000, 12_160);
        Assert.Equal(length + 1_600, SilenceTrimmer.Find(audio, 40, 0.05).Length);
        Assert.Equal(samples[start..(start + length)], SilenceTrimmer.Trim(audio, 40, 0).Samples);
        Assert.Equal((0, 0), SilenceTrimmer.Find(new AudioBuffer(new float[500], 16_000)));
        Assert.Equal((0, 0), SilenceTrimmer.Find(new AudioBuffer([], 16_000)));
    }

    [Fact]
    public void Peaks_hold_every_sample_and_cover_every_column()
    {
        var random = new Random(2);
        var audio = new AudioBuffer([.. Enumerable.Range(0, 10_007).Select(_ => (float)(random.NextDouble() - 0.5))], 16_000);
        var peaks = WaveformPeaks.Of(audio, 100);
        Assert.Equal(100, peaks.Lowest.Count);
        Assert.Equal(audio.Samples.Min(), peaks.Lowest.Min());
        Assert.Equal(audio.Samples.Max(), peaks.Highest.Max());
        Assert.Equal(5, WaveformPeaks.Of(new AudioBuffer([1, 2, 3, 4, 5], 1_000), 100).Highest.Count);
        Assert.Empty(WaveformPeaks.Of(new AudioBuffer([], 1_000), 100).Highest);
    }

    [Fact]
    public void A_spectrogram_shows_a_rising_tone_as_a_rising_line()
    {
        var samples = new float[32_000];
        double phase = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            phase += 2 * Math.PI * (300 + 3_000.0 * i / samples.Length) / 16_000;
            samples[i] = (float)(0.1 * Math.Sin(phase));
        }

        var picture = SpectrogramImage.Of(new AudioBuffer(samples, 16_000), 120, 64, 8_000, CancellationToken.None);
        Assert.Equal(120 * 64, picture.Cells.Length);
        Assert.Equal(255, picture.Cells.ToArray().Max());
        var brightest = Enumerable.Range(2, 116)
            .Select(column => Enumerable.Range(0, 64).MaxBy(row => picture.Cells.Span[row * 120 + column]))
            .ToArray();
        for (var i = 1; i < brightest.Length; i++)
        {
            Assert.True(brightest[i] <= brightest[i - 1]); // row 0 is the top
        }

        Assert.True(brightest[0] - brightest[^1] > 25);
        Assert.All(SpectrogramImage.Of(new AudioBuffer(new float[999], 16_000), 10, 8, 8_000, CancellationToken.None).Cells.ToArray(), cell => Assert.Equal(0, cell));
    }
}
