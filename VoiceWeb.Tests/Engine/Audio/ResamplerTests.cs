using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Tests.Engine.Audio;

public sealed class ResamplerTests
{
    public static TheoryData<int, int> Rates() => new()
    {
        { 22_050, 48_000 },
        { 48_000, 16_000 },
        { 16_000, 24_000 },
        { 44_100, 48_000 },
        { 48_000, 44_100 },
        { 8_000, 44_100 },
        { 44_101, 48_000 }, // too many phases for a table of their own
        { 47_999, 16_000 },
    };

    [Theory]
    [MemberData(nameof(Rates))]
    public void A_tone_in_the_pass_band_stays_that_tone_without_delay(int from, int to)
    {
        foreach (var share in new[] { 0.02, 0.3, 0.7, 0.9 })
        {
            var frequency = share * Math.Min(from, to) / 2;
            var output = new Resampler(from, to).Apply(Tone(frequency, from, from / 4));
            var expected = Tone(frequency, to, output.Length);
            var edge = output.Length / 8;
            double worst = 0;
            for (var i = edge; i < output.Length - edge; i++)
            {
                worst = Math.Max(worst, Math.Abs(output[i] - expected[i]));
            }

            Assert.True(worst < 1.2e-4, $"{from} to {to} Hz, tone of {frequency:0} Hz: off by {worst:e1}");
        }
    }

    [Theory]
    [InlineData(48_000, 16_000)]
    [InlineData(48_000, 44_100)]
    [InlineData(44_100, 22_050)]
    [InlineData(47_999, 16_000)]
    public void What_the_lower_rate_cannot_hold_is_removed(int from, int to)
    {
        foreach (var share in new[] { 1.0, 1.05, 1.3 })
        {
            var frequency = Math.Min(share * to / 2, from / 2 * 0.999);
            var output = new Resampler(from, to).Apply(Tone(frequency, from, from / 4));
            var edge = output.Length / 8;
            var level = 10 * Math.Log10(output[edge..^edge].Average(x => (double)x * x) / 0.5);
            Assert.True(level < -95, $"{from} to {to} Hz, tone of {frequency:0} Hz: {level:0.0} dB left");
        }
    }

    [Theory]
    [InlineData(8_000, 48_000)]
    [InlineData(44_101, 48_000)]
    public void Going_up_adds_no_images(int from, int to)
    {
        // What is not the tone itself must be far below it.
        var frequency = 0.4 * from;
        var output = new Resampler(from, to).Apply(Tone(frequency, from, from / 2));
        var expected = Tone(frequency, to, output.Length);
        var edge = output.Length / 8;
        var wrong = output[edge..^edge].Zip(expected[edge..^edge], (a, b) => (double)(a - b) * (a - b)).Average();
        Assert.True(10 * Math.Log10(wrong / 0.5) < -90);
    }

    [Theory]
    [InlineData(22_050, 48_000, 1)]
    [InlineData(48_000, 22_050, 1)]
    [InlineData(48_000, 16_000, 0)]
    [InlineData(48_000, 16_000, 4)]
    [InlineData(44_100, 48_000, 44_100)]
    [InlineData(44_101, 48_000, 1_234)]
    [InlineData(384_000, 1_000, 777)]
    public void The_length_is_the_input_s_in_time_rounded_up(int from, int to, int length)
    {
        var resampler = new Resampler(from, to);
        var expected = (int)Math.Ceiling((decimal)length * to / from);
        Assert.Equal(expected, resampler.OutputLength(length));
        Assert.Equal(expected, resampler.Apply(new float[length]).Length);
    }

    [Fact]
    public void A_constant_stays_the_same_constant()
    {
        var input = new float[4_000];
        Array.Fill(input, 0.25f);
        foreach (var (from, to) in new[] { (44_100, 48_000), (48_000, 11_025), (44_101, 48_000) })
        {
            var output = new Resampler(from, to).Apply(input);
            var edge = output.Length / 4;
            Assert.All(output[edge..^edge], sample => Assert.Equal(0.25f, sample, 1e-6));
        }
    }

    [Fact]
    public void Up_and_down_again_gives_back_the_sound_of_the_pass_band()
    {
        var random = new Random(3);
        var noise = Enumerable.Range(0, 8_000).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray();
        var low = new Resampler(12_000, 16_000).Apply(new Resampler(16_000, 12_000).Apply(noise)); // within 12 kHz's band
        var there = new Resampler(16_000, 44_100).Apply(low);
        var back = new Resampler(44_100, 16_000).Apply(there);
        for (var i = 500; i < 7_500; i++)
        {
            Assert.Equal(low[i], back[i], 3e-5);
        }
    }

    [Fact]
    public void The_same_rate_changes_nothing()
    {
        var audio = new AudioBuffer([0.1f, -0.2f, 0.3f], 16_000);
        Assert.Same(audio, Resampler.Convert(audio, 16_000));
        Assert.Equal(audio.Samples, new Resampler(16_000, 16_000).Apply(audio.Samples));
    }

    [Fact]
    public void One_instance_serves_many_threads()
    {
        var resampler = Resampler.Between(44_100, 16_000);
        var inputs = Enumerable.Range(0, 8).Select(k => Tone(200 + 300 * k, 44_100, 9_000)).ToArray();
        var alone = inputs.Select(input => resampler.Apply(input)).ToArray();
        var together = new float[inputs.Length][];
        Parallel.For(0, inputs.Length, k => together[k] = resampler.Apply(inputs[k]));
        Assert.Equal(alone, together);
        Assert.Same(resampler, Resampler.Between(44_100, 16_000));
    }

    [Fact]
    public void Refuses_rates_and_lengths_that_make_no_sense()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resampler(0, 16_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resampler(16_000, -1));
        var error = Assert.Throws<ArgumentException>(() => new Resampler(2, 1).Apply(new float[10], new float[4]));
        Assert.Contains("Expected room for 5 samples, got 4", error.Message);
    }

    private static float[] Tone(double frequency, int rate, int length)
    {
        var tone = new float[length];
        for (var i = 0; i < length; i++)
        {
            tone[i] = (float)Math.Sin(2 * Math.PI * frequency * i / rate + 0.3);
        }

        return tone;
    }
}
