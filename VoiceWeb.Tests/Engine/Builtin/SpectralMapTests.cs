using VoiceWeb.Engine.Builtin;

namespace VoiceWeb.Tests.Engine.Builtin;

public sealed class SpectralMapTests
{
    private const int Frames = 900;

    [Fact]
    public void A_frame_that_is_left_out_does_not_answer_for_itself()
    {
        var (source, target) = Speakers();
        FramePair[] pairs = [.. Enumerable.Range(0, Frames).Select(i => new FramePair(i, i))];
        const int Poisoned = 450;
        target.Cepstra[Poisoned].Fill(1e6f);
        var exemplars = Exemplars.Build(
            source.Cepstra, ContextShape.WeightsFrom(source), source.Voiced, pairs, Targets(target));

        var context = new float[ContextShape.OfBase.Width];
        ContextShape.OfBase.Make(source.Cepstra, Poisoned, exemplars.ContextWeights, context);
        var table = exemplars.Tables.For(source.Voiced[Poisoned]);
        var with = new float[SpectralMap.TargetWidth];
        var without = new float[SpectralMap.TargetWidth];
        Assert.True(table.Accumulate(context, exclude: null, Guesses(), 1, with));
        Assert.True(table.Accumulate(context, exclude: Poisoned, Guesses(), 1, without));

        Assert.True(with[0] > 1_000);
        Assert.InRange(without[0], -20, 20);
    }

    [Fact]
    public void What_answered_before_saves_time_and_changes_nothing()
    {
        var (source, target) = Speakers();
        FramePair[] pairs = [.. Enumerable.Range(0, Frames).Select(i => new FramePair(i, i))];
        var exemplars = Exemplars.Build(source.Cepstra, ContextShape.WeightsFrom(source), source.Voiced, pairs, Targets(target));
        var context = new float[ContextShape.OfBase.Width];
        int[] guesses = Guesses();
        for (var frame = 40; frame < Frames - 40; frame += 7)
        {
            ContextShape.OfBase.Make(source.Cepstra, frame, exemplars.ContextWeights, context);
            float[] guessed = new float[SpectralMap.TargetWidth], plain = new float[SpectralMap.TargetWidth];
            var fresh = Guesses();
            Assert.True(exemplars.Tables.Voiced.Accumulate(context, frame, guesses, 1, guessed));
            Assert.True(exemplars.Tables.Voiced.Accumulate(context, frame, fresh, 1, plain));
            Assert.Equal(fresh, guesses);
            Assert.Equal(plain, guessed);
        }
    }

    [Fact]
    public void A_stack_has_the_rows_of_its_parts()
    {
        FrameMatrix one = new(2, 3, [1, 2, 3, 4, 5, 6]), none = new(0, 3), other = new(1, 3, [7, 8, 9]);
        var stack = FrameMatrix.Stack([one, none, other], 3);
        Assert.Equal(3, stack.Rows);
        Assert.Equal([4, 5, 6], stack[1].ToArray());
        Assert.Equal([7, 8, 9], stack[2].ToArray());
        Assert.Equal([7, 8, 9, 1, 2, 3], stack.Select([2, 0]).Values);
        Assert.Throws<InvalidOperationException>(() => stack.Values);
    }

    [Fact]
    public void Learns_a_linear_speaker_from_pairs()
    {
        var (source, target) = Speakers();
        FramePair[] pairs = [.. Enumerable.Range(0, Frames).Select(i => new FramePair(i, i))];
        var token = TestContext.Current.CancellationToken;
        var colouring = MapLearner.Colouring(source, target, new float[Aperiodicity.PointsHz.Length]);
        var map = MapLearner.Paired(
            colouring, source, target, new FrameMatrix(Frames, Aperiodicity.PointsHz.Length), pairs, token);
        var mapped = map.Apply(source, leaveOut: false, token).Cepstra;
        double error = 0, size = 0;
        for (var i = 20; i < Frames - 20; i++)
        {
            for (var d = 1; d < 12; d++)
            {
                error += Math.Pow(mapped[i][d] - target.Cepstra[i][d], 2);
                size += Math.Pow(target.Cepstra[i][d], 2);
            }
        }

        Assert.InRange(error / size, 0, 0.15);
    }

    [Fact]
    public void Colouring_gives_the_speakers_mean_and_covariance()
    {
        var (source, target) = Speakers();
        var map = AffineMap.Colouring(Moments.Of(source.Cepstra), Moments.Of(target.Cepstra));
        var mapped = new FrameMatrix(Frames, MelAxis.Order);
        for (var i = 0; i < Frames; i++)
        {
            map.Accumulate(source.Cepstra[i], 1, mapped[i]);
        }

        Moments found = Moments.Of(mapped), wanted = Moments.Of(target.Cepstra);
        for (var d = 0; d < 12; d++)
        {
            Assert.InRange(found.Mean[d] - wanted.Mean[d], -0.01, 0.01);
            Assert.InRange(found.Deviation(d) / wanted.Deviation(d), 0.95, 1.05);
        }
    }

    /// <summary>A base that wanders and a speaker who is a scaled, shifted copy of it.</summary>
    private static (CepstralFrames Source, CepstralFrames Target) Speakers()
    {
        var noise = new SeededNoise(12);
        FrameMatrix source = new(Frames, MelAxis.Order), target = new(Frames, MelAxis.Order);
        for (var i = 0; i < Frames; i++)
        {
            for (var d = 0; d < MelAxis.Order; d++)
            {
                source[i][d] = (float)(2 * Math.Sin(i * (0.011 + 0.0031 * d) + d) + 0.05 * noise.Next());
                target[i][d] = 1.3f * source[i][d] + 0.4f * d / MelAxis.Order;
            }
        }

        bool[] voiced = [.. Enumerable.Range(0, Frames).Select(i => i % 100 < 70)];
        bool[] speech = [.. Enumerable.Repeat(true, Frames)];
        return (new CepstralFrames(source, voiced, speech), new CepstralFrames(target, voiced, speech));
    }

    private static FrameMatrix Targets(CepstralFrames target)
    {
        var targets = new FrameMatrix(Frames, SpectralMap.TargetWidth);
        for (var i = 0; i < Frames; i++)
        {
            target.Cepstra[i].CopyTo(targets[i]);
        }

        return targets;
    }

    private static int[] Guesses() => [.. Enumerable.Repeat(-1, ExemplarTable.Neighbours)];
}
