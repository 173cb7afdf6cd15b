namespace VoiceWeb.Data;

/// <summary>Where a case stands.</summary>
public enum CaseState
{
    Open = 0,

    /// <summary>An administrator has decided.</summary>
    Decided = 1,
}

/// <summary>What an administrator did about a case.</summary>
public enum CaseDecision
{
    None = 0,

    /// <summary>Looked at, and nothing had to be stopped.</summary>
    NothingStopped = 1,

    /// <summary>The voice was frozen.</summary>
    VoiceFrozen = 2,

    /// <summary>The person may no longer speak in this school until they are let again.</summary>
    PersonSuspended = 3,
}

/// <summary>What was found, why somebody asked, and what was decided: the file of one found recording or one suspicion.</summary>
public sealed class CaseFile : ITenantOwned
{
    public Guid Id { get; set; }

    public Guid TenantId { get; set; }

    /// <summary>1, 2, 3 … within the school.</summary>
    public int Number { get; set; }

    /// <summary>Why it was opened. 3 to 2,000 characters.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The rendering that it is about; always one of the school.</summary>
    public Guid RenderingId { get; set; }

    /// <summary>SHA-256 of the found file, in hexadecimal; null for a case that began with a sample.</summary>
    public string? FileSha256 { get; set; }

    /// <summary>The finding on the file as it was shown, as JSON; null for a case that began with a sample.</summary>
    public string? FindingJson { get; set; }

    public string OpenedById { get; set; } = "";

    public DateTimeOffset OpenedAt { get; set; }

    public CaseState State { get; set; }

    public CaseDecision Decision { get; set; }

    /// <summary>Why it was decided so. 3 to 2,000 characters.</summary>
    public string? DecisionReason { get; set; }

    public string? DecidedById { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }
}
