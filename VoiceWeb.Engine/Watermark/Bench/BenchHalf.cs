namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>Which clips of a folder a bench looks at.</summary>
public enum BenchHalf
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>The first, the third, ...: those that the mark may be tuned on.</summary>
    Tuning,

    /// <summary>The second, the fourth, ...: those that figures are reported on.</summary>
    Report,
}
