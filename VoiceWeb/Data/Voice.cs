namespace VoiceWeb.Data;

/// <summary>What a voice may do.</summary>
public enum VoiceState
{
    /// <summary>Made, but nobody has consented yet: it cannot speak.</summary>
    Draft = 0,

    /// <summary>Consent was spoken and waits for a reviewer.</summary>
    AwaitingReview = 1,

    /// <summary>It may speak.</summary>
    Active = 2,

    /// <summary>Stopped by an administrator; can be released.</summary>
    Frozen = 3,

    /// <summary>Consent was taken back: clips and profile are erased, for good.</summary>
    Withdrawn = 4,
}

/// <summary>A voice made from recordings, or a sample made from purely synthetic speech.</summary>
public sealed class Voice : ITenantOwned
{
    public Guid Id { get; set; }

    public Guid TenantId { get; set; }

    /// <summary>Who made it; empty for the sample voice, which is nobody's.</summary>
    public string OwnerId { get; set; } = "";

    /// <summary>Name on screen. Up to 80 characters.</summary>
    public string Name { get; set; } = "";

    public string Description { get; set; } = "";

    /// <summary>BCP 47 tag of the language of its clips, or <c>auto</c>.</summary>
    public string Language { get; set; } = "auto";

    /// <summary>Name of the voice model, such as <c>builtin</c>.</summary>
    public string Model { get; set; } = "builtin";

    public VoiceState State { get; set; }

    /// <summary>Made from synthetic speech alone: speaks without anybody's consent, and can only be used, not changed.</summary>
    public bool IsSample { get; set; }

    /// <summary>Sealed blob of what the model learned; null until learned and after withdrawal.</summary>
    public Guid? ProfileBlobId { get; set; }

    /// <summary>The fit report, as JSON; null until learned.</summary>
    public string? FitReportJson { get; set; }

    /// <summary>The stretches of its recordings that were chosen by hand, as JSON; null leaves the choice to the model.</summary>
    public string? ReferencesJson { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public List<VoiceClip> Clips { get; set; } = [];
}

/// <summary>Which recordings a voice was made from.</summary>
public sealed class VoiceClip : ITenantOwned
{
    public Guid VoiceId { get; set; }

    public Guid ClipId { get; set; }

    public Guid TenantId { get; set; }

    /// <summary>SHA-256 of the recording's file, kept for tracing after the recording is erased.</summary>
    public string ClipSha256 { get; set; } = "";
}
