namespace VoiceWeb.Engine.Builtin;

/// <summary>
/// Regression from base cepstra to a speaker's frames, with classes that shade into each other: a mixture of Gaussians over the base
/// says how much of each class a frame is, and every class has its own linear map.
/// </summary>
/// <param name="Classes">Over the first coefficients of the base cepstrum.</param>
/// <param name="Maps">One a class: cepstrum to (cepstrum, aperiodicity).</param>
internal sealed record ClassRegression(GaussianMixture Classes, IReadOnlyList<AffineMap> Maps)
{
    private const int ClassifiedBy = 24;
    private const int PairsPerClass = 150;
    private const int Rounds = 40;
    private const double VarianceFloor = 0.01;
    private const double GlobalPenalty = 2;
    private const double ClassPenalty = 60;
    private const double ConstantPenalty = 20;

    /// <summary>Learns from pairs of rows.</summary>
    /// <param name="source">Base cepstra. Shape (pairs, <see cref="MelAxis.Order"/>).</param>
    /// <param name="target">Cepstra and aperiodicity of the speaker. Shape (pairs, order + points).</param>
    /// <param name="mostClasses">At most so many classes; fewer where pairs are few.</param>
    public static ClassRegression Learn(FrameMatrix source, FrameMatrix target, int mostClasses, CancellationToken cancellationToken)
    {
        var global = Ridge.Solve(source, target, null, Ridge.Even(source.Columns, GlobalPenalty), null);
        var classes = Math.Clamp(source.Rows / PairsPerClass, 1, mostClasses);
        var heads = new FrameMatrix(source.Rows, ClassifiedBy);
        for (var i = 0; i < source.Rows; i++)
        {
            source[i][..ClassifiedBy].CopyTo(heads[i]);
        }

        var mixture = GaussianMixture.Learn(heads, classes, classes == 1 ? 1 : Rounds, VarianceFloor, cancellationToken);
        if (mixture.Components == 1)
        {
            return new ClassRegression(mixture, [global]);
        }

        var shares = new FrameMatrix(source.Rows, mixture.Components);
        for (var i = 0; i < source.Rows; i++)
        {
            mixture.Posteriors(heads[i], shares[i]);
        }

        var moments = Moments.Of(source);
        double[] penalties =
            [.. Enumerable.Range(0, source.Columns).Select(d => ClassPenalty * moments.Covariance[d * source.Columns + d]), ConstantPenalty];
        var maps = new List<AffineMap>();
        for (var m = 0; m < mixture.Components; m++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            float[] weights = [.. Enumerable.Range(0, source.Rows).Select(i => shares[i][m])];
            maps.Add(Ridge.Solve(source, target, weights, penalties, global));
        }

        return new ClassRegression(mixture, maps);
    }

    /// <summary>Adds weight times the mapped frame to the output.</summary>
    /// <param name="cepstrum">Base cepstrum.</param>
    /// <param name="output">Cepstrum and aperiodicity.</param>
    public void Accumulate(ReadOnlySpan<float> cepstrum, float weight, Span<float> output)
    {
        if (Maps.Count == 1)
        {
            Maps[0].Accumulate(cepstrum, weight, output);
            return;
        }

        Span<float> shares = stackalloc float[Classes.Components];
        Classes.Posteriors(cepstrum[..Classes.Columns], shares);
        for (var m = 0; m < shares.Length; m++)
        {
            if (shares[m] > 1e-3f)
            {
                Maps[m].Accumulate(cepstrum, weight * shares[m], output);
            }
        }
    }
}
