using System.Numerics.Tensors;

namespace VoiceWeb.Engine.Builtin;

/// <summary>
/// From the base speech's warped cepstra to a speaker's cepstra and aperiodicity: a mixture of three ways that fail differently, made
/// smooth in time and stretched to the speaker's own liveliness. Immutable.
/// </summary>
/// <param name="Colouring">Gaussian to Gaussian: keeps the base's own articulation.</param>
/// <param name="AperiodicityDb">The speaker's usual aperiodicity in voiced frames, for want of anything better.</param>
/// <param name="Regression">Learned from pairs, or null.</param>
/// <param name="Exemplars">The speaker's own frames, or null.</param>
/// <param name="Restoring">Or null.</param>
/// <param name="Shares">How much each counts.</param>
internal sealed record SpectralMap(
    VoicingPair<AffineMap> Colouring,
    float[] AperiodicityDb,
    VoicingPair<ClassRegression>? Regression,
    Exemplars? Exemplars,
    VoicingPair<VarianceRestoring>? Restoring,
    MapShares Shares)
{
    private const double SmoothingFrames = 2.7;
    private const int SmoothingReach = 8;

    /// <summary>Numbers that a target frame has: cepstrum and aperiodicity.</summary>
    public static int TargetWidth => MelAxis.Order + Aperiodicity.PointsHz.Length;

    /// <summary>Maps an utterance.</summary>
    /// <param name="leaveOut">Whether the utterance is the script itself, and no frame of it may be its own teacher.</param>
    public MappedFrames Apply(CepstralFrames frames, bool leaveOut, CancellationToken cancellationToken)
    {
        var cepstra = new FrameMatrix(frames.Count, MelAxis.Order);
        var aperiodicity = new FrameMatrix(frames.Count, Aperiodicity.PointsHz.Length);
        var context = new float[ContextShape.OfBase.Width];
        var work = new float[2 * TargetWidth];
        var nearest = VoicingPair<int[]>.Make(_ => [.. Enumerable.Repeat(-1, ExemplarTable.Neighbours)]);
        for (var i = 0; i < frames.Count; i++)
        {
            if (i % 256 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            Mix(frames, i, leaveOut, context, nearest, work, cepstra[i], aperiodicity[i]);
        }

        var smooth = Shares.Exemplars + Shares.Regression > 0 ? Smooth(cepstra) : cepstra;
        for (var i = 0; i < frames.Count && Restoring is not null; i++)
        {
            Restoring.For(frames.Voiced[i]).Apply(smooth[i]);
        }

        return new MappedFrames(smooth, aperiodicity);
    }

    private void Mix(
        CepstralFrames frames,
        int frame,
        bool leaveOut,
        float[] context,
        VoicingPair<int[]> nearest,
        float[] work,
        Span<float> cepstrum,
        Span<float> aperiodicity)
    {
        var voiced = frames.Voiced[frame];
        var source = frames.Cepstra[frame];
        Colouring.For(voiced).Accumulate(source, Shares.Colouring, cepstrum);
        AperiodicityDb.CopyTo(aperiodicity);
        if (Regression is null)
        {
            return;
        }

        Span<float> regressed = work.AsSpan(0, TargetWidth), found = work.AsSpan(TargetWidth);
        regressed.Clear();
        Regression.For(voiced).Accumulate(source, 1, regressed);
        var best = regressed;
        if (Exemplars is not null && Exemplars.Tables.For(voiced).IsUsable)
        {
            // What is found is smoothed over 13 ms: asking for every second frame is enough.
            var sameAsBefore = frame % 2 == 1 && frames.Voiced[frame - 1] == voiced;
            if (!sameAsBefore)
            {
                found.Clear();
                ContextShape.OfBase.Make(frames.Cepstra, frame, Exemplars.ContextWeights, context);
                if (!Exemplars.Tables.For(voiced).Accumulate(context, leaveOut ? frame : null, nearest.For(voiced), 1, found))
                {
                    regressed.CopyTo(found);
                }
            }

            best = found;
        }

        Add(regressed, Shares.Regression, cepstrum);
        Add(best, Shares.Exemplars, cepstrum);
        best[MelAxis.Order..].CopyTo(aperiodicity);
    }

    private static void Add(ReadOnlySpan<float> target, float share, Span<float> cepstrum) =>
        TensorPrimitives.MultiplyAdd(target[..MelAxis.Order], share, cepstrum, cepstrum);

    private static FrameMatrix Smooth(FrameMatrix frames)
    {
        var smooth = new FrameMatrix(frames.Rows, frames.Columns);
        for (var i = 0; i < frames.Rows; i++)
        {
            float total = 0;
            for (var offset = -SmoothingReach; offset <= SmoothingReach; offset++)
            {
                var near = i + offset;
                if (near >= 0 && near < frames.Rows)
                {
                    var weight = (float)Math.Exp(-0.5 * Math.Pow(offset / SmoothingFrames, 2));
                    total += weight;
                    TensorPrimitives.MultiplyAdd(frames[near], weight, smooth[i], smooth[i]);
                }
            }

            TensorPrimitives.Divide(smooth[i], total, smooth[i]);
        }

        return smooth;
    }
}
