namespace VoiceWeb.Engine.Builtin;

/// <summary>Finds how much shorter or longer a speaker's vocal tract is than the base speech's.</summary>
internal static class WarpEstimate
{
    private const int First = 1;  // c0 is loudness
    private const int Count = 19; // c1..c19
    private const int Components = 16;
    private const int Stride = 3; // voiced frames: neighbours say the same

    /// <summary>
    /// Without knowing what was said: the factor under which the base speech, brought to the speaker's means and deviations, is most
    /// likely in a mixture learned from the speaker. (Without bringing it there the search runs to the end of its range.)
    /// </summary>
    public static FrequencyWarp ByLikelihood(
        CepstralFrames speaker, SpeechFrames baseSpeech, BandLimit band, CancellationToken cancellationToken)
    {
        var target = VoicedShape(speaker);
        var moments = Moments.Of(target);
        var mixture = GaussianMixture.Learn(target, Components, 25, 0.01, cancellationToken);
        var best = new FrequencyWarp(1);
        var bestLikelihood = double.NegativeInfinity;
        foreach (var factor in FrequencyWarp.Candidates)
        {
            var warp = new FrequencyWarp(factor);
            var shape = VoicedShape(baseSpeech, warp, band);
            Standardise(shape, moments);
            var likelihood = mixture.MeanLogLikelihood(shape);
            if (likelihood > bestLikelihood)
            {
                (best, bestLikelihood) = (warp, likelihood);
            }
        }

        return best;
    }

    private static FrameMatrix VoicedShape(CepstralFrames frames)
    {
        int[] rows = [.. frames.SpeechOf(voiced: true).Where((_, n) => n % Stride == 0)];
        var shape = new FrameMatrix(rows.Length, Count);
        for (var i = 0; i < rows.Length; i++)
        {
            frames.Cepstra[rows[i]].Slice(First, Count).CopyTo(shape[i]);
        }

        return shape;
    }

    private static FrameMatrix VoicedShape(SpeechFrames frames, FrequencyWarp warp, BandLimit band)
    {
        int[] rows = [.. Enumerable.Range(0, frames.Count).Where(i => frames.Speech[i] && frames.IsVoiced(i)).Where((_, n) => n % Stride == 0)];
        var shape = new FrameMatrix(rows.Length, Count);
        Span<float> warped = stackalloc float[MelAxis.Points];
        Span<float> cepstrum = stackalloc float[MelAxis.Order];
        for (var i = 0; i < rows.Length; i++)
        {
            warp.Apply(frames.LogMel[rows[i]], warped);
            band.Hold(warped);
            MelAxis.ToCepstrum(warped, cepstrum);
            cepstrum.Slice(First, Count).CopyTo(shape[i]);
        }

        return shape;
    }

    private static void Standardise(FrameMatrix rows, Moments target)
    {
        var own = Moments.Of(rows);
        for (var i = 0; i < rows.Rows; i++)
        {
            for (var d = 0; d < rows.Columns; d++)
            {
                rows[i][d] = (float)((rows[i][d] - own.Mean[d]) / Math.Max(own.Deviation(d), 1e-6) * target.Deviation(d) + target.Mean[d]);
            }
        }
    }
}
