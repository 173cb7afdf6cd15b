using VoiceWeb.Data;

namespace VoiceWeb.Tenants;

/// <summary>One person's place in a school, with what the school's administrator may see of the account.</summary>
public sealed record Member(string UserId, string DisplayName, string Email, TenantRole Role, DateTimeOffset JoinedAt);
