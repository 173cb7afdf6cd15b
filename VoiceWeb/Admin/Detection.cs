using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Admin;

/// <summary>What was found in a sound file.</summary>
/// <param name="Verdict"><c>marked</c>, <c>notFound</c> or <c>inconclusive</c>.</param>
/// <param name="MarkId">The id read; null unless marked, and for another school's.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="FalsePositiveProbability">How likely an unmarked file would have given this finding.</param>
/// <param name="Seconds">Length of the file.</param>
/// <param name="ActiveSeconds">Seconds of it that are loud enough to carry a mark.</param>
/// <param name="Tempo">How much faster it plays than it was made; null when nothing was found.</param>
/// <param name="Pitch">Factor of its pitch; null when nothing was found.</param>
/// <param name="Ranges">Where in the file the mark was found.</param>
/// <param name="FileSha256">SHA-256 of the file, so that the finding can be tied to it.</param>
/// <param name="Origin">Whose it is: <c>yours</c> (this school), <c>other</c> (another school of this installation), <c>unknown</c>; null unless marked.</param>
/// <param name="Trace">Where the mark leads; for those who may read the school's records, and this school's renderings alone.</param>
public sealed record Detection(
    string Verdict,
    string? MarkId,
    double Confidence,
    double FalsePositiveProbability,
    double Seconds,
    double ActiveSeconds,
    double? Tempo,
    double? Pitch,
    IReadOnlyList<WatermarkRange> Ranges,
    string FileSha256,
    string? Origin,
    MarkTrace? Trace);

/// <summary>From a mark back to the rendering, the voice, the consent, the person and the time.</summary>
/// <param name="PersonName">Who had it spoken; empty when the account is gone.</param>
/// <param name="ConsentByName">Who consented; null for the sample voice.</param>
/// <param name="ClipSha256">Hashes of the recordings that the voice was made from.</param>
public sealed record MarkTrace(
    Guid RenderingId,
    DateTimeOffset CreatedAt,
    string PersonId,
    string PersonName,
    string Purpose,
    string TextSha256,
    string? AudioSha256,
    Guid VoiceId,
    string VoiceName,
    string? VoiceState,
    Guid? ConsentId,
    string? ConsentByName,
    string? ConsentState,
    DateTimeOffset? ConsentGivenAt,
    DateTimeOffset? ConsentEndsAt,
    string? ReviewerName,
    IReadOnlyList<string> ClipSha256);
