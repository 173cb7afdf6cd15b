using VoiceWeb.Engine.Builtin;

namespace VoiceWeb.Tests.Engine.Builtin;

public sealed class DynamicTimeWarpingTests
{
    [Fact]
    public void Finds_the_smooth_warp_between_a_sequence_and_itself()
    {
        const int Frames = 600;
        var one = Wander(Frames, i => i);
        var other = Wander(Frames, Warped);

        var (path, _) = DynamicTimeWarping.Align(other, one, stepPenalty: 0.05, TestContext.Current.CancellationToken);

        Assert.InRange(Percentiles.Median(path.Select(pair => Math.Abs(pair.Speaker - Warped(pair.Base)))), 0, 2); // 10 ms
        Assert.Equal(new FramePair(0, 0), path[0]);
        Assert.Equal(new FramePair(Frames - 1, Frames - 1), path[^1]);
        Assert.All(path.Zip(path.Skip(1)), step =>
        {
            Assert.InRange(step.Second.Base - step.First.Base, 0, 1);
            Assert.InRange(step.Second.Speaker - step.First.Speaker, 0, 1);
        });

        static double Warped(double i) => i + 20 * Math.Sin(Math.PI * i / (Frames - 1));
    }

    [Fact]
    public void Equal_sequences_cost_nothing_and_unequal_ones_more()
    {
        var token = TestContext.Current.CancellationToken;
        var one = Wander(300, i => i);
        Assert.InRange(DynamicTimeWarping.Align(one, one, 0.5, token).MeanCost, 0, 0.01);
        Assert.True(DynamicTimeWarping.Align(one, Wander(250, i => 1_000 + i), 0.5, token).MeanCost > 0.2);
        Assert.NotEmpty(DynamicTimeWarping.Align(Wander(3, i => i), Wander(900, i => i), 0.5, token).Path);
    }

    /// <summary>A smooth path through eight dimensions.</summary>
    private static FrameMatrix Wander(int frames, Func<double, double> time)
    {
        var path = new FrameMatrix(frames, 8);
        for (var i = 0; i < frames; i++)
        {
            for (var d = 0; d < 8; d++)
            {
                path[i][d] = (float)Math.Sin(time(i) * (0.031 + 0.017 * d) + d * d);
            }
        }

        return path;
    }
}
