namespace VoiceWeb.Engine.Builtin;

/// <summary>What two frames are compared by when speech is aligned: shape of the spectrum, loudness, voicing. Shape (rows, 18).</summary>
internal static class AlignmentFeatures
{
    private const int Shape = 16; // c1..c16
    private const int CoarseShape = 8;
    private const double FineWeight = 0.7;
    private const double LoudnessWeight = 1.5;

    /// <param name="frames">Speech.</param>
    /// <param name="rows">Which of its frames.</param>
    /// <param name="reference">Means and deviations that count as 0 and 1.</param>
    /// <param name="voicingWeight">How much voicing counts.</param>
    public static FrameMatrix Make(CepstralFrames frames, IReadOnlyList<int> rows, Moments reference, double voicingWeight)
    {
        var features = new FrameMatrix(rows.Count, Shape + 2);
        for (var i = 0; i < rows.Count; i++)
        {
            var cepstrum = frames.Cepstra[rows[i]];
            var row = features[i];
            for (var d = 1; d <= Shape; d++)
            {
                row[d - 1] = (float)((d <= CoarseShape ? 1 : FineWeight) * Score(cepstrum, reference, d));
            }

            row[Shape] = (float)(LoudnessWeight * Math.Clamp(Score(cepstrum, reference, 0), -3, 2));
            row[Shape + 1] = frames.Voiced[rows[i]] ? (float)voicingWeight : 0;
        }

        return features;
    }

    private static double Score(ReadOnlySpan<float> cepstrum, Moments reference, int d) =>
        (cepstrum[d] - reference.Mean[d]) / Math.Max(reference.Deviation(d), 1e-6);
}
