namespace VoiceWeb.Data;

/// <summary>The one-time link, printed at the first start, that creates the owner.</summary>
public sealed class OwnerLink
{
    public Guid Id { get; set; }

    /// <summary>SHA-256 of the token in the link, in hexadecimal.</summary>
    public string TokenHash { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? UsedAt { get; set; }
}
