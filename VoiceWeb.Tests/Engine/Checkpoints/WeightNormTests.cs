using VoiceWeb.Engine.Checkpoints;

namespace VoiceWeb.Tests.Engine.Checkpoints;

public sealed class WeightNormTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_slice_has_its_gain_as_length(int axis)
    {
        var random = new Random(1);
        long[] shape = [3, 4, 5];
        var direction = Enumerable.Range(0, 60).Select(_ => (float)random.NextDouble() - 0.5f).ToArray();
        var gain = Enumerable.Range(1, (int)shape[axis]).Select(value => (float)value).ToArray();

        var weight = WeightNorm.Fold(direction, gain, shape, axis);

        var lengths = new double[gain.Length];
        for (var i = 0; i < 60; i++)
        {
            int[] index = [i / 20, i / 5 % 4, i % 5];
            lengths[index[axis]] += weight[i] * weight[i];
            Assert.True(weight[i] * direction[i] >= 0);
        }

        for (var i = 0; i < gain.Length; i++)
        {
            Assert.Equal(gain[i], Math.Sqrt(lengths[i]), 1e-5);
        }
    }

    [Fact]
    public void A_large_fp16_slice_does_not_overflow()
    {
        var weight = WeightNorm.Fold([60_000, 60_000], [2], [1, 2], 0);

        Assert.Equal(Math.Sqrt(2), weight[0], 1e-6);
    }
}
