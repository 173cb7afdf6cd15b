using VoiceWeb.Data;

namespace VoiceWeb.Tenants;

/// <summary>What an unused invitation offers to the one who holds its link.</summary>
/// <param name="TenantId">The school.</param>
/// <param name="School">Its name.</param>
/// <param name="Email">For whom it is meant.</param>
/// <param name="Role">The role there.</param>
public sealed record OpenInvitation(Guid TenantId, string School, string Email, TenantRole Role);
