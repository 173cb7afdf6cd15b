namespace VoiceWeb.Data;

/// <summary>What a voice may be used for. Each is a separate yes.</summary>
[Flags]
public enum ConsentPurposes
{
    None = 0,

    /// <summary>Teaching material inside the school.</summary>
    Teaching = 1,

    /// <summary>Messages and announcements to members of the school.</summary>
    Announcements = 2,

    /// <summary>The speaker's own communication.</summary>
    PersonalUse = 4,

    /// <summary>Works that leave the school: games, films, publications.</summary>
    Publication = 8,
}

/// <summary>Where a consent stands.</summary>
public enum ConsentState
{
    /// <summary>Begun; statement not yet spoken.</summary>
    Started = 0,

    /// <summary>Spoken; waits for a reviewer.</summary>
    AwaitingReview = 1,

    /// <summary>Given and approved.</summary>
    Active = 2,

    /// <summary>A reviewer said no.</summary>
    Rejected = 3,

    /// <summary>Taken back by the speaker.</summary>
    Withdrawn = 4,
}

/// <summary>One person's consent for one voice, with the evidence that it was given.</summary>
public sealed class ConsentRecord : ITenantOwned
{
    public Guid Id { get; set; }

    public Guid TenantId { get; set; }

    public Guid VoiceId { get; set; }

    /// <summary>The speaker: the account that stepped up and spoke.</summary>
    public string SubjectId { get; set; } = "";

    public ConsentState State { get; set; }

    public ConsentPurposes Purposes { get; set; }

    /// <summary>Version of the notice that was shown, such as <c>2026-11</c>.</summary>
    public string NoticeVersion { get; set; } = "";

    /// <summary>Language in which it was shown.</summary>
    public string NoticeCulture { get; set; } = "";

    /// <summary>SHA-256 of the text that was shown, in hexadecimal.</summary>
    public string NoticeHash { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Until when the voice may speak.</summary>
    public DateTimeOffset EndsAt { get; set; }

    /// <summary>SHA-256 of the passkey credential's id that stepped up, in hexadecimal.</summary>
    public string? StepUpCredentialHash { get; set; }

    public DateTimeOffset? StepUpAt { get; set; }

    /// <summary>The sentence that had to be read, with its four random words.</summary>
    public string? Statement { get; set; }

    public DateTimeOffset? StatementIssuedAt { get; set; }

    public DateTimeOffset? StatementSpokenAt { get; set; }

    /// <summary>Sealed blob of the spoken statement.</summary>
    public Guid? StatementBlobId { get; set; }

    /// <summary>SHA-256 of the spoken statement's file, in hexadecimal.</summary>
    public string? StatementSha256 { get; set; }

    /// <summary>Numbers measured on the spoken statement, as JSON.</summary>
    public string? StatementChecksJson { get; set; }

    public string? ReviewerId { get; set; }

    public DateTimeOffset? ReviewedAt { get; set; }

    /// <summary>The reviewer's reason, or the acknowledgement of a self-approval.</summary>
    public string? ReviewReason { get; set; }

    /// <summary>Whether speaker and reviewer are one person (the owner of a fresh single-user installation only).</summary>
    public bool SelfApproved { get; set; }

    public DateTimeOffset? WithdrawnAt { get; set; }
}
