namespace VoiceWeb.Data;

/// <summary>
/// What the server remembers of how a rendering sounds: enough to name it again from a damaged copy, too coarse to listen to. Stays
/// when text and audio are erased, for as long as the operator keeps sketches.
/// </summary>
public sealed class Sketch : ITenantOwned
{
    /// <summary>The 48-bit id in the rendering's mark; the key.</summary>
    public long MarkId { get; set; }

    public Guid RenderingId { get; set; }

    public Guid TenantId { get; set; }

    /// <summary>The sketch, sealed; about 0.8 kB per second of speech.</summary>
    public byte[] Content { get; set; } = [];

    public DateTimeOffset MadeAt { get; set; }
}
