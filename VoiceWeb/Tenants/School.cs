namespace VoiceWeb.Tenants;

/// <summary>A school as the owner's list shows it.</summary>
public sealed record School(Guid Id, string Name, DateTimeOffset CreatedAt, int Members, int Administrators, int Voices);
