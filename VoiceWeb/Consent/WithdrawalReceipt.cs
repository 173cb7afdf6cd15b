namespace VoiceWeb.Consent;

/// <summary>What a withdrawal did. Kept in the audit trail, word for word.</summary>
/// <param name="RenderingsCancelled">Waiting and running work that was stopped.</param>
/// <param name="ClipsErased">Recordings erased.</param>
/// <param name="ClipsKept">Recordings kept, since another of the speaker's voices was made from them.</param>
/// <param name="ProfileErased">Whether something had been learned, and was erased.</param>
/// <param name="RenderingsUnpublished">Published speech taken back.</param>
/// <param name="StatementKeptUntil">When the spoken statement is erased; null if none was spoken.</param>
/// <param name="Consents">The consents that were withdrawn.</param>
public sealed record WithdrawalReceipt(
    Guid VoiceId, DateTimeOffset At, int RenderingsCancelled, int ClipsErased, int ClipsKept, bool ProfileErased,
    int RenderingsUnpublished, DateTimeOffset? StatementKeptUntil, IReadOnlyList<Guid> Consents);
