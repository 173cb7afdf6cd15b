using VoiceWeb.Data;

namespace VoiceWeb.Tenants;

/// <summary>What an administrator sets for a school.</summary>
public sealed class SchoolSettings
{
    public string Name { get; set; } = "";

    /// <summary>Whether members may make voices from recordings.</summary>
    public bool CloningEnabled { get; set; }

    /// <summary>Characters that one member may have spoken in 24 hours.</summary>
    public int DailyCharactersPerMember { get; set; }

    /// <summary>Days after which generated audio is erased.</summary>
    public int RenderingRetentionDays { get; set; }

    /// <summary>The settings as they are.</summary>
    public static SchoolSettings Of(Tenant school) => new()
    {
        Name = school.Name,
        CloningEnabled = school.CloningEnabled,
        DailyCharactersPerMember = school.DailyCharactersPerMember,
        RenderingRetentionDays = school.RenderingRetentionDays,
    };
}
