namespace VoiceWeb.Engine.Builtin;

/// <summary>Averaging flattens movements: this stretches them about their mean to the size they have in the speaker's own speech.</summary>
/// <param name="Mean">About which each coefficient is stretched.</param>
/// <param name="Factor">By how much, 0.8 to 1.8; 1 for loudness.</param>
internal sealed record VarianceRestoring(float[] Mean, float[] Factor)
{
    private const double Least = 0.8;
    private const double Greatest = 1.8;

    /// <param name="converted">Converted frames of one voicing class. They must not have been their own teachers: else there is nothing to restore.</param>
    /// <param name="speaker">The speaker's frames of that class.</param>
    public static VarianceRestoring Between(Moments converted, Moments speaker)
    {
        return new VarianceRestoring(
            [.. converted.Mean.Select(mean => (float)mean)],
            [.. Enumerable.Range(0, converted.Mean.Length).Select(d => d == 0
                ? 1f
                : (float)Math.Clamp(speaker.Deviation(d) / Math.Max(converted.Deviation(d), 1e-6), Least, Greatest))]);
    }

    /// <summary>Stretches one frame in place.</summary>
    public void Apply(Span<float> cepstrum)
    {
        for (var d = 0; d < cepstrum.Length; d++)
        {
            cepstrum[d] = Mean[d] + (cepstrum[d] - Mean[d]) * Factor[d];
        }
    }
}
