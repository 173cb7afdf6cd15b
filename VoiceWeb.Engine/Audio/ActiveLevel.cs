namespace VoiceWeb.Engine.Audio;

/// <summary>Level of speech while somebody speaks, pauses left out.</summary>
/// <param name="Dbfs">Root mean square over the active time, in dB below full scale (a full-scale square wave is 0, a sine -3).</param>
/// <param name="ActivityFactor">Share of the time that is active, 0 to 1.</param>
public readonly record struct ActiveLevel(double Dbfs, double ActivityFactor);
