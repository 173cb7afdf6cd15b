using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Tests.Engine.Audio;

public sealed class RealFftTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(256)]
    [InlineData(4096)]
    public void Backward_undoes_forward_and_keeps_energy(int size)
    {
        var random = new Random(size);
        var signal = Enumerable.Range(0, size).Select(_ => random.NextDouble() - 0.5).ToArray();
        var fft = new RealFft(size);
        var real = new double[fft.Bins];
        var imaginary = new double[fft.Bins];
        var back = new double[size];

        fft.Forward(signal, real, imaginary);
        var energy = Enumerable.Range(0, fft.Bins)
            .Sum(k => (k == 0 || k == fft.Bins - 1 ? 1 : 2) * (real[k] * real[k] + imaginary[k] * imaginary[k])) / size;
        fft.Inverse(real, imaginary, back);

        Assert.Equal(signal.Sum(x => x * x), energy, 1e-9);
        for (var i = 0; i < size; i++)
        {
            Assert.Equal(signal[i], back[i], 1e-12);
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(64)]
    public void Equals_the_definition(int size)
    {
        var random = new Random(7);
        var signal = Enumerable.Range(0, size).Select(_ => random.NextDouble() - 0.5).ToArray();
        var fft = new RealFft(size);
        var real = new double[fft.Bins];
        var imaginary = new double[fft.Bins];
        fft.Forward(signal, real, imaginary);

        for (var k = 0; k < fft.Bins; k++)
        {
            double re = 0, im = 0;
            for (var n = 0; n < size; n++)
            {
                re += signal[n] * Math.Cos(2 * Math.PI * k * n / size);
                im -= signal[n] * Math.Sin(2 * Math.PI * k * n / size);
            }

            Assert.Equal(re, real[k], 1e-11);
            Assert.Equal(im, imaginary[k], 1e-11);
        }
    }

    [Fact]
    public void Refuses_a_size_that_is_no_power_of_two()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new RealFft(6));
        Assert.Contains("power of two", error.Message);
    }
}
