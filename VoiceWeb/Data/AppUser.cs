using Microsoft.AspNetCore.Identity;

namespace VoiceWeb.Data;

/// <summary>An account. What it may do follows from its memberships; the owner runs the installation.</summary>
public sealed class AppUser : IdentityUser
{
    /// <summary>How the person is called on screen. Up to 80 characters.</summary>
    [ProtectedPersonalData]
    public string DisplayName { get; set; } = "";

    /// <summary>Whether this account runs the installation.</summary>
    public bool IsOwner { get; set; }

    /// <summary>The school that the account is working in; one of its memberships.</summary>
    public Guid? CurrentTenantId { get; set; }

    /// <summary>When the account was made.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Set when the account is switched off; it cannot sign in.</summary>
    public DateTimeOffset? DisabledAt { get; set; }
}
