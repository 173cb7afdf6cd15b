using VoiceWeb.Data;

namespace VoiceWeb.Consent;

/// <summary>
/// Proof that the question "may this person use this voice for this purpose?" was asked and answered yes. Only the gate makes one;
/// a request to speak cannot be built without one. It is asked for again when the job runs.
/// </summary>
public sealed class ConsentGrant
{
    internal ConsentGrant(Guid tenantId, Guid voiceId, string userId, Guid? consentId, ConsentPurposes purpose, DateTimeOffset until)
    {
        TenantId = tenantId;
        VoiceId = voiceId;
        UserId = userId;
        ConsentId = consentId;
        Purpose = purpose;
        Until = until;
    }

    public Guid TenantId { get; }

    public Guid VoiceId { get; }

    /// <summary>Who may use it.</summary>
    public string UserId { get; }

    /// <summary>The consent that it rests on; null for the sample voice, which is nobody's.</summary>
    public Guid? ConsentId { get; }

    public ConsentPurposes Purpose { get; }

    /// <summary>When the answer runs out.</summary>
    public DateTimeOffset Until { get; }
}
