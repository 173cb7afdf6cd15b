namespace VoiceWeb.Admin;

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
