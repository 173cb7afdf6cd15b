namespace VoiceWeb.Data;

/// <summary>Why a rendering was drawn for a look.</summary>
public enum SampleKind
{
    /// <summary>By lot alone.</summary>
    Random = 0,

    /// <summary>By lot, weighted by what makes a misuse likelier.</summary>
    Risk = 1,
}

/// <summary>What the look came to.</summary>
public enum SampleOutcome
{
    NotYet = 0,

    /// <summary>In order.</summary>
    InOrder = 1,

    /// <summary>A case was opened.</summary>
    CaseOpened = 2,
}

/// <summary>A rendering that was drawn for an auditor to look at.</summary>
public sealed class SampleReview : ITenantOwned
{
    public Guid Id { get; set; }

    public Guid TenantId { get; set; }

    public Guid RenderingId { get; set; }

    public SampleKind Kind { get; set; }

    /// <summary>Names of what raised its weight, separated by commas; empty for none.</summary>
    public string Risks { get; set; } = "";

    public DateTimeOffset DrawnAt { get; set; }

    public SampleOutcome Outcome { get; set; }

    public string? ReviewerId { get; set; }

    public DateTimeOffset? ReviewedAt { get; set; }
}
