namespace VoiceWeb.Data;

/// <summary>A school or team: everything inside is invisible to every other.</summary>
public sealed class Tenant
{
    public Guid Id { get; set; }

    /// <summary>Name on screen. Up to 120 characters.</summary>
    public string Name { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Whether members may make voices from recordings.</summary>
    public bool CloningEnabled { get; set; } = true;

    /// <summary>Characters that one member may have spoken in 24 hours.</summary>
    public int DailyCharactersPerMember { get; set; } = 100_000;

    /// <summary>Days after which generated audio is erased; the record of it stays.</summary>
    public int RenderingRetentionDays { get; set; } = 180;
}
