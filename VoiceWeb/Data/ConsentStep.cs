namespace VoiceWeb.Data;

/// <summary>
/// One attempt within a consent: a passkey step-up or a spoken challenge. Each is bound to one person and one voice, is used once
/// and runs out.
/// </summary>
public sealed class ConsentStep : ITenantOwned
{
    public Guid Id { get; set; }

    public Guid TenantId { get; set; }

    public Guid ConsentId { get; set; }

    public Guid VoiceId { get; set; }

    public string UserId { get; set; } = "";

    public ConsentStepKind Kind { get; set; }

    /// <summary>The four words of a challenge; empty for a step-up.</summary>
    public string Words { get; set; } = "";

    public DateTimeOffset IssuedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>What an attempt proves.</summary>
public enum ConsentStepKind
{
    /// <summary>The device's owner is present: a passkey with user verification.</summary>
    StepUp = 0,

    /// <summary>The words were spoken now.</summary>
    Challenge = 1,
}
