namespace VoiceWeb.Engine.Watermark;

/// <summary>What a detector found in a file.</summary>
/// <param name="Verdict">The finding.</param>
/// <param name="Id">The id of the best match; null unless <see cref="WatermarkVerdict.Marked"/>.</param>
/// <param name="Confidence">0 to 1: one minus the probability of a false alarm; 0 where nothing was read.</param>
/// <param name="FalsePositiveProbability">Bound on the probability that a file without our mark would have given this finding.</param>
public sealed record WatermarkDetection(WatermarkVerdict Verdict, WatermarkId? Id, double Confidence, double FalsePositiveProbability)
{
    /// <summary>All renderings found, best first. Holds candidates below the bar when the verdict is inconclusive.</summary>
    public IReadOnlyList<WatermarkMatch> Matches { get; init; } = [];

    /// <summary>How much faster the file plays than the rendering was made, 1 for unchanged; null when nothing was found.</summary>
    public double? Tempo { get; init; }

    /// <summary>Factor by which its pitch stands above the rendering's, 1 for unchanged; null when nothing was found.</summary>
    public double? Pitch { get; init; }

    /// <summary>Seconds of the file that are loud enough to carry a mark.</summary>
    public double ActiveSeconds { get; init; }
}
