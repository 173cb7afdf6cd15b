using System.Security.Claims;
using VoiceWeb.Data;

namespace VoiceWeb.Security;

/// <summary>Who is asking, and for which school. Features take it as their first argument; a page gets it as a cascading value.</summary>
/// <param name="Id">The account.</param>
/// <param name="TenantId">The school that the account is working in.</param>
/// <param name="Role">Its role there.</param>
/// <param name="IsOwner">Whether it runs the installation.</param>
/// <param name="DisplayName">How to address it.</param>
public sealed record CurrentUser(string Id, Guid TenantId, TenantRole Role, bool IsOwner, string DisplayName)
{
    /// <summary>Claim types that the sign-in writes.</summary>
    public const string TenantClaim = "vw:tenant", RoleClaim = "vw:role", OwnerClaim = "vw:owner", NameClaim = "vw:name";

    /// <summary>Whether the account may make voices and speak.</summary>
    public bool MaySpeak => Role is TenantRole.Teacher or TenantRole.Admin;

    /// <summary>Whether the account may read the school's records.</summary>
    public bool MayAudit => Role is TenantRole.Auditor or TenantRole.Admin;

    /// <summary>Whether the account runs the school.</summary>
    public bool MayAdminister => Role is TenantRole.Admin;

    /// <summary>Reads the claims that the sign-in wrote; null for a visitor and for an account without a school.</summary>
    public static CurrentUser? From(ClaimsPrincipal principal)
    {
        var id = principal.FindFirstValue(ClaimTypes.NameIdentifier);
        return id is not null
            && Guid.TryParse(principal.FindFirstValue(TenantClaim), out var tenant)
            && Enum.TryParse<TenantRole>(principal.FindFirstValue(RoleClaim), out var role)
            ? new CurrentUser(id, tenant, role, principal.HasClaim(OwnerClaim, "true"), principal.FindFirstValue(NameClaim) ?? "")
            : null;
    }
}
