namespace VoiceWeb.Engine.Watermark;

/// <summary>The ids that this server has issued. With it the detector reads marks that are too weak to be read without.</summary>
public interface IWatermarkLedger
{
    /// <summary>All issued ids, in any order. Read once per detection.</summary>
    IReadOnlyList<WatermarkId> Ids { get; }

    /// <summary>Whether an id was issued.</summary>
    bool Contains(WatermarkId id);
}
