namespace VoiceWeb.Data;

/// <summary>A one-time link that lets one person join a school in one role.</summary>
public sealed class Invitation : ITenantOwned
{
    public Guid Id { get; set; }

    public Guid TenantId { get; set; }

    /// <summary>For whom it is meant, as the inviter typed it. Shown to the inviter only.</summary>
    public string Email { get; set; } = "";

    public TenantRole Role { get; set; }

    /// <summary>SHA-256 of the token in the link, in hexadecimal; the token itself is not kept.</summary>
    public string TokenHash { get; set; } = "";

    public string InvitedById { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? UsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}
