namespace VoiceWeb.Admin;

/// <summary>What was found in a sound file.</summary>
/// <param name="MadeHere">
/// The answer in one word: <c>yes</c> (mark, exact copy or genuine label), <c>no</c> (nothing of this server was found) or
/// <c>inconclusive</c> (traces, contradictions, or too little sound). It is never "human".
/// </param>
/// <param name="Verdict">What the waveform mark says: <c>marked</c>, <c>notFound</c> or <c>inconclusive</c>.</param>
/// <param name="MarkId">The id read; null unless marked, and for another school's.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="FalsePositiveProbability">How likely an unmarked file would have given this finding.</param>
/// <param name="Seconds">Length of the file.</param>
/// <param name="ActiveSeconds">Seconds of it that are loud enough to carry a mark.</param>
/// <param name="Tempo">How much faster it plays than it was made; null when nothing was found.</param>
/// <param name="Pitch">Factor of its pitch; null when nothing was found.</param>
/// <param name="FileSha256">SHA-256 of the file, so that the finding can be tied to it.</param>
/// <param name="Origin">Whose it is: <c>yours</c> (this school), <c>other</c> (another school of this installation), <c>unknown</c>; null when nothing was found.</param>
/// <param name="Renderings">Every rendering found, with the seconds of the file that belong to it.</param>
/// <param name="Layers">What each kind of evidence says.</param>
/// <param name="Trace">Where it leads; for those who may read the school's records, and this school's renderings alone.</param>
public sealed record Detection(
    string MadeHere,
    string Verdict,
    string? MarkId,
    double Confidence,
    double FalsePositiveProbability,
    double Seconds,
    double ActiveSeconds,
    double? Tempo,
    double? Pitch,
    string FileSha256,
    string? Origin,
    IReadOnlyList<FoundRendering> Renderings,
    IReadOnlyList<LayerFinding> Layers,
    MarkTrace? Trace)
{
    /// <summary>Whether any kind of evidence contradicts another.</summary>
    public bool Contradicts => Layers.Any(layer => layer.State == LayerFinding.Contradicts);
}

/// <summary>What one kind of evidence says.</summary>
/// <param name="Layer"><c>copy</c>, <c>label</c>, <c>signature</c>, <c>manifest</c>, <c>mark</c>, <c>memory</c> or <c>ledger</c>.</param>
/// <param name="State"><c>found</c>, <c>notFound</c>, <c>unclear</c> or <c>contradicts</c>.</param>
/// <param name="Detail">Stable name of what was found; pages translate by <c>Layer.LAYER.DETAIL</c>.</param>
public sealed record LayerFinding(string Layer, string State, string Detail)
{
    /// <summary>The possible states.</summary>
    public const string Found = "found", NotFound = "notFound", Unclear = "unclear", Contradicts = "contradicts";
}

/// <summary>A rendering found in a file, or a part of one.</summary>
/// <param name="RenderingId">Which; null for another school's and for what has no record.</param>
/// <param name="Origin"><c>yours</c>, <c>other</c> or <c>unknown</c>.</param>
/// <param name="FalsePositiveProbability">How likely chance would have given it.</param>
/// <param name="RenderingSeconds">Length of the whole rendering; null for another school's.</param>
/// <param name="Ranges">Where in the file it was found.</param>
public sealed record FoundRendering(
    Guid? RenderingId, string Origin, double FalsePositiveProbability, double? RenderingSeconds, IReadOnlyList<FoundRange> Ranges);

/// <summary>A stretch of a file that belongs to a rendering.</summary>
/// <param name="StartSeconds">In seconds of the file.</param>
/// <param name="EndSeconds">In seconds of the file.</param>
/// <param name="RenderingStartSeconds">Where it stands in the rendering; null when that could not be told, or may not be.</param>
public sealed record FoundRange(double StartSeconds, double EndSeconds, double? RenderingStartSeconds);
