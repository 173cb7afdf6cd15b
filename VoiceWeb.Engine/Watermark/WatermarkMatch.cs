namespace VoiceWeb.Engine.Watermark;

/// <summary>One rendering found in a file.</summary>
/// <param name="Id">What its mark says.</param>
/// <param name="Score">Correlation over its standard deviation (z): 0 to 16 where the code bits alone told, up to 40 where all cells did.</param>
/// <param name="FalsePositiveProbability">Bound on the probability that a file without this mark gives such a match.</param>
/// <param name="Issued">Whether the ledger knows the id; null when no ledger was given.</param>
/// <param name="KeyId">Name of the key that it was marked with.</param>
/// <param name="Ranges">Where in the file it was found, in order.</param>
public sealed record WatermarkMatch(
    WatermarkId Id,
    double Score,
    double FalsePositiveProbability,
    bool? Issued,
    string KeyId,
    IReadOnlyList<WatermarkRange> Ranges)
{
    /// <summary>Whether the sketch of the rendering was needed to read the mark.</summary>
    public bool Assisted { get; init; }
}
