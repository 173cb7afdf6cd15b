namespace VoiceWeb.Data;

/// <summary>One person's place in one school.</summary>
public sealed class Membership : ITenantOwned
{
    public Guid Id { get; set; }

    public Guid TenantId { get; set; }

    public string UserId { get; set; } = "";

    public TenantRole Role { get; set; }

    public DateTimeOffset JoinedAt { get; set; }

    /// <summary>Since when the person may not speak in this school, by an administrator's decision on a case; null if they may.</summary>
    public DateTimeOffset? SuspendedAt { get; set; }
}
