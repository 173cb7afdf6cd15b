using System.ComponentModel.DataAnnotations;

namespace VoiceWeb.Tenants;

/// <summary>Rules for schools. Section <c>Tenants</c> in appsettings.</summary>
public sealed class TenantOptions
{
    /// <summary>Life of an invitation, in days. Default 7.</summary>
    [Range(1, 60)]
    public int InvitationDays { get; init; } = 7;
}
