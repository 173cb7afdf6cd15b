namespace VoiceWeb.Data;

/// <summary>
/// One number that stands for a stretch of the audit trail: the root of a Merkle tree over its entries' hashes. Noted elsewhere, it
/// proves later what the entries were.
/// </summary>
public sealed class AuditRoot
{
    /// <summary>1, 2, 3 … without a gap.</summary>
    public long Number { get; set; }

    /// <summary>The first entry under this root.</summary>
    public long FirstSequence { get; set; }

    /// <summary>The last entry under this root; the next root begins with the one after it.</summary>
    public long LastSequence { get; set; }

    /// <summary>Root of the tree, in hexadecimal.</summary>
    public string Root { get; set; } = "";

    public DateTimeOffset MadeAt { get; set; }

    /// <summary>Signature of this installation over all of the above, as the export shows it.</summary>
    public string Signature { get; set; } = "";
}
