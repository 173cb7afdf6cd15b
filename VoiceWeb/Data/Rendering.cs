namespace VoiceWeb.Data;

/// <summary>Where a rendering stands.</summary>
public enum RenderingState
{
    Queued = 0,
    Running = 1,
    Done = 2,
    Failed = 3,
    Cancelled = 4,
}

/// <summary>A text that was spoken, or waits to be: job and result in one row, so that a restart loses neither.</summary>
public sealed class Rendering : ITenantOwned
{
    public Guid Id { get; set; }

    public Guid TenantId { get; set; }

    public string OwnerId { get; set; } = "";

    public Guid VoiceId { get; set; }

    /// <summary>The consent that the grant was given on; null for the sample voice, which is nobody's.</summary>
    public Guid? ConsentId { get; set; }

    public ConsentPurposes Purpose { get; set; }

    /// <summary>The 48-bit id in the mark. Unique in the installation.</summary>
    public long MarkId { get; set; }

    public RenderingState State { get; set; }

    /// <summary>What to say. Replaced by an empty text when erased.</summary>
    public string Text { get; set; } = "";

    /// <summary>SHA-256 of the text in UTF-8, in hexadecimal.</summary>
    public string TextSha256 { get; set; } = "";

    public int Characters { get; set; }

    public string Language { get; set; } = "auto";

    public double Speed { get; set; } = 1;

    public double PitchSemitones { get; set; }

    public int PauseMilliseconds { get; set; } = 300;

    public long Seed { get; set; }

    /// <summary>What is heard in it of its being generated, as the school had it when it was asked for.</summary>
    public AudibleLabel AudibleLabel { get; set; }

    public LabelPlace LabelPlace { get; set; }

    /// <summary>Name of the voice model that speaks.</summary>
    public string Model { get; set; } = "";

    /// <summary>The pronunciation dictionaries that it is read with and their versions, as <c>id:version</c> with spaces between.</summary>
    public string Dictionaries { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>How often it was started; more than 1 after a crash.</summary>
    public int Attempts { get; set; }

    /// <summary>Which process holds it, while running.</summary>
    public string? LeaseHolder { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    public int PartsDone { get; set; }

    public int PartsTotal { get; set; }

    public double AudioSeconds { get; set; }

    public double? FirstAudioSeconds { get; set; }

    public double? ElapsedSeconds { get; set; }

    /// <summary>Sealed blob of the whole rendering as WAV; null until done and after erasure.</summary>
    public Guid? AudioBlobId { get; set; }

    /// <summary>SHA-256 of that WAV, in hexadecimal.</summary>
    public string? AudioSha256 { get; set; }

    /// <summary>Stable code of the failure, and its sentence.</summary>
    public string? FailureCode { get; set; }

    public string? FailureMessage { get; set; }

    /// <summary>When the owner published it to the school for listening; null if not.</summary>
    public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>Title under which it is published. Up to 120 characters.</summary>
    public string? Title { get; set; }

    public List<RenderingPart> Parts { get; set; } = [];
}

/// <summary>One spoken sentence of a rendering, or a piece of one, playable as soon as it is there.</summary>
public sealed class RenderingPart : ITenantOwned
{
    public Guid Id { get; set; }

    public Guid RenderingId { get; set; }

    public Guid TenantId { get; set; }

    /// <summary>0-based position.</summary>
    public int Position { get; set; }

    /// <summary>Where its text starts in the rendering's text, in UTF-16 units.</summary>
    public int TextStart { get; set; }

    public int TextLength { get; set; }

    /// <summary>Sealed blob of the part as WAV.</summary>
    public Guid BlobId { get; set; }

    /// <summary>What was said: numbers and signs in words.</summary>
    public string SpokenWords { get; set; } = "";

    /// <summary>Its phones, with a space between each two; empty for a language whose phones are not known.</summary>
    public string Phones { get; set; } = "";

    public double StartSeconds { get; set; }

    public double Seconds { get; set; }
}
