namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>How hard files are treated.</summary>
public enum AttackTier
{
    /// <summary>What an ordinary user or platform does.</summary>
    Core,

    /// <summary>Deliberate but naive tampering, recording from a loudspeaker, harsh codecs.</summary>
    Hard,

    /// <summary>Two or three of these in a row.</summary>
    Combo,

    /// <summary>Vocoders and re-synthesis.</summary>
    Extreme,
}
