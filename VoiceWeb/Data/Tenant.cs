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

    /// <summary>Under whose rules for labelling the school is.</summary>
    public LabelRegion LabelRegion { get; set; }

    /// <summary>What is heard of a recording's being generated; null: what the region asks for.</summary>
    public AudibleLabel? AudibleLabel { get; set; }

    /// <summary>Where it is heard.</summary>
    public LabelPlace LabelPlace { get; set; }

    /// <summary>What is heard in the recordings that are made now.</summary>
    public AudibleLabel AudibleLabelInForce => AudibleLabel ?? DefaultFor(LabelRegion);

    /// <summary>What is heard where a school has not decided: words everybody understands wherever the law wants a label in the sound.</summary>
    public static AudibleLabel DefaultFor(LabelRegion region) =>
        region == LabelRegion.Elsewhere ? Data.AudibleLabel.None : Data.AudibleLabel.Spoken;
}
