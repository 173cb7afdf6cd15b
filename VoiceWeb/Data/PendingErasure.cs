namespace VoiceWeb.Data;

/// <summary>
/// A sealed blob that must be erased. Written in the transaction that gave it up and removed once the blob is gone, so that a
/// process that dies in between erases it after its restart.
/// </summary>
public sealed class PendingErasure : ITenantOwned
{
    /// <summary>The blob.</summary>
    public Guid BlobId { get; set; }

    public Guid TenantId { get; set; }

    public DateTimeOffset OrderedAt { get; set; }
}
