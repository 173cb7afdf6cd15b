namespace VoiceWeb.Data;

/// <summary>A row that belongs to a school. Queries see only the rows of the tenant that the context was opened for.</summary>
public interface ITenantOwned
{
    /// <summary>The school that the row belongs to.</summary>
    Guid TenantId { get; }
}
