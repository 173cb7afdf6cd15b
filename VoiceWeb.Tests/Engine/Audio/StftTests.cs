using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Tests.Engine.Audio;

public sealed class StftTests
{
    [Theory]
    [InlineData(512, 512, 128, 5_000)]
    [InlineData(512, 400, 160, 4_999)]
    [InlineData(1_024, 1_000, 500, 3_001)]
    [InlineData(64, 50, 25, 7)]
    public void Backward_undoes_forward(int fftSize, int window, int hop, int length)
    {
        var samples = Noise(length, 4);
        var stft = new Stft(fftSize, window, hop);
        var (real, imaginary) = stft.Forward(samples);
        Assert.Equal(stft.FrameCount(length) * stft.Bins, real.Length);
        var back = stft.Inverse(real, imaginary, length);
        for (var i = 0; i < length - 1; i++)
        {
            Assert.Equal(samples[i], back[i], 1e-6);
        }
    }

    [Fact]
    public void Power_is_the_squared_magnitude_and_keeps_energy()
    {
        var samples = Noise(8_000, 9);
        var stft = new Stft(512, 400, 100);
        var power = stft.Power(samples);
        var (real, imaginary) = stft.Forward(samples);
        double total = 0;
        for (var i = 0; i < power.Length; i++)
        {
            Assert.Equal(real[i] * real[i] + imaginary[i] * imaginary[i], power[i], 1e-3);
            var bin = i % stft.Bins;
            total += (bin == 0 || bin == stft.Bins - 1 ? 1 : 2) * power[i] / stft.FftSize;
        }

        // Every sample is seen by all windows over it: energy times window power per hop.
        var expected = samples.Sum(x => (double)x * x) * stft.WindowPower / stft.Hop;
        Assert.Equal(1, total / expected, 0.01);
    }

    [Fact]
    public void A_tone_peaks_in_its_bin_in_every_frame()
    {
        var stft = new Stft(512, 512, 256);
        var samples = Enumerable.Range(0, 4_096).Select(i => (float)Math.Sin(2 * Math.PI * 37 * i / 512)).ToArray();
        var power = stft.Power(samples);
        for (var frame = 1; frame < stft.FrameCount(samples.Length) - 1; frame++)
        {
            var row = power.AsSpan(frame * stft.Bins, stft.Bins).ToArray();
            Assert.Equal(37, Array.IndexOf(row, row.Max()));
        }
    }

    [Fact]
    public void Refuses_shapes_that_do_not_belong_together()
    {
        var error = Assert.Throws<ArgumentException>(() => new Stft(64, 64, 16).Inverse(new double[33], new double[33], 100));
        Assert.Contains("Expected 7 frames of 33 bins", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Stft(64, 65, 16));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Stft(64, 64, 33));
    }

    private static float[] Noise(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.5))];
    }
}
