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

    /// <summary>Under whose rules for labelling the school is.</summary>
    public LabelRegion LabelRegion { get; set; }

    /// <summary>What is heard of a recording's being generated; null: what the region asks for.</summary>
    public AudibleLabel? AudibleLabel { get; set; }

    /// <summary>Where it is heard.</summary>
    public LabelPlace LabelPlace { get; set; }

    /// <summary>The settings as they are.</summary>
    public static SchoolSettings Of(Tenant school) => new()
    {
        Name = school.Name,
        CloningEnabled = school.CloningEnabled,
        DailyCharactersPerMember = school.DailyCharactersPerMember,
        RenderingRetentionDays = school.RenderingRetentionDays,
        LabelRegion = school.LabelRegion,
        AudibleLabel = school.AudibleLabel,
        LabelPlace = school.LabelPlace,
    };
}
