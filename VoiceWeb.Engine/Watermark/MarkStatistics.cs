namespace VoiceWeb.Engine.Watermark;

/// <summary>How likely chance alone is.</summary>
/// <remarks>
/// Every soft bit carries a keyed random sign, so for a file without our mark the correlation with any code word is a sum of fixed
/// numbers with random signs. Scaled to unit variance, such a sum passes z with a probability of at most 3.18 times the Gaussian
/// tail, whatever the file sounds like (Pinelis, "An asymptotically Gaussian bound on the Rademacher tails", EJP 17, 2012).
/// The union bound over the words and places that were tried makes it a bound per file.
/// </remarks>
internal static class MarkStatistics
{
    private const double RademacherFactor = 3.18;

    /// <summary>
    /// Bound on the probability that a file without a mark gives a correlation of <paramref name="z"/> or more. May be over 1, where it
    /// says nothing but still tells better from worse.
    /// </summary>
    /// <param name="z">Correlation over its standard deviation.</param>
    /// <param name="words">Code words that would have been accepted.</param>
    /// <param name="tries">Places at which they were tried.</param>
    public static double FalseAlarm(double z, double words, double tries) =>
        words * tries * RademacherFactor * GaussianTail(z);

    /// <summary>
    /// Bound on the probability that a likelihood ratio of <paramref name="logRatio"/> or more comes about without a mark. May be over 1.
    /// </summary>
    /// <param name="logRatio">Natural logarithm of the ratio, prior odds of what was chosen included.</param>
    /// <param name="tries">How many such ratios were looked at.</param>
    public static double FalseAlarmOfRatio(double logRatio, double tries) => tries * Math.Exp(-logRatio);

    /// <summary>Correlation of soft bits with a word, over its standard deviation. At most 16.</summary>
    public static double Z(CodeWord word, ReadOnlySpan<float> soft)
    {
        var energy = Lanes.Dot(soft, soft);
        return energy <= 0 ? 0 : word.Correlate(soft) / Math.Sqrt(energy);
    }

    /// <summary>Probability that a standard normal number exceeds z; for z over 2 to better than 1 %, from above.</summary>
    public static double GaussianTail(double z) => z < 2
        ? 0.5
        : Math.Exp(-z * z / 2) / (z * Math.Sqrt(2 * Math.PI));
}
