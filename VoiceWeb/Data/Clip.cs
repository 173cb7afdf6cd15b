namespace VoiceWeb.Data;

/// <summary>How a recording came in.</summary>
public enum ClipSource
{
    Upload = 0,
    Microphone = 1,
    CommandLine = 2,
}

/// <summary>What the quality gate said. A refused recording is not kept.</summary>
public enum ClipQuality
{
    Good = 0,
    Usable = 1,
}

/// <summary>A recording that somebody gave: the file as it came and the decoded form, both sealed.</summary>
public sealed class Clip : ITenantOwned
{
    public Guid Id { get; set; }

    public Guid TenantId { get; set; }

    public string OwnerId { get; set; } = "";

    /// <summary>Name on screen. Up to 120 characters.</summary>
    public string Name { get; set; } = "";

    public ClipSource Source { get; set; }

    /// <summary>What the content was recognised as, such as <c>wav</c> or <c>mp3</c>.</summary>
    public string Format { get; set; } = "";

    /// <summary>Size of the file as it came, in bytes.</summary>
    public long Bytes { get; set; }

    /// <summary>SHA-256 of the file as it came, in hexadecimal.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>Sealed blob of the file as it came.</summary>
    public Guid OriginalBlobId { get; set; }

    /// <summary>Sealed blob of the decoded mono form.</summary>
    public Guid DecodedBlobId { get; set; }

    public double DurationSeconds { get; set; }

    public double SpeechSeconds { get; set; }

    public double SnrDb { get; set; }

    public double ClippedRatio { get; set; }

    public double LevelDbfs { get; set; }

    public ClipQuality Quality { get; set; }

    /// <summary>Codes and sentences of the quality gate, as JSON.</summary>
    public string ReasonsJson { get; set; } = "[]";

    /// <summary>What is said in it, when the giver typed it.</summary>
    public string? Transcript { get; set; }

    /// <summary>BCP 47 tag of the language spoken, or <c>auto</c>.</summary>
    public string Language { get; set; } = "auto";

    public DateTimeOffset AddedAt { get; set; }
}
