namespace VoiceWeb.Data;

/// <summary>One link of the audit chain: what happened, who did it, to what. No audio, no text, no names.</summary>
public sealed class AuditEntry : ITenantOwned
{
    /// <summary>1, 2, 3 … without a gap; given when saved.</summary>
    public long Sequence { get; set; }

    /// <summary>The school that it concerns; <see cref="Guid.Empty"/> for the installation itself.</summary>
    public Guid TenantId { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>The account that acted; <c>system</c> or <c>command-line</c> otherwise.</summary>
    public string ActorId { get; set; } = "";

    /// <summary>Name from the closed list of events.</summary>
    public string Event { get; set; } = "";

    /// <summary>What it was done to: kind and id, such as <c>voice:…</c>.</summary>
    public string Subject { get; set; } = "";

    /// <summary>Further facts as JSON: ids, hashes, numbers.</summary>
    public string FactsJson { get; set; } = "{}";

    /// <summary>Hash of the entry before, in hexadecimal; 64 zeros for the first.</summary>
    public string PreviousHash { get; set; } = "";

    /// <summary>SHA-256 over all other fields, in hexadecimal.</summary>
    public string Hash { get; set; } = "";
}
