namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>How much of a mark can be heard in one clip.</summary>
/// <param name="NoiseToMaskDb">Mean energy of the mark over the masking threshold, dB.</param>
/// <param name="OverMaskPercent">Frames and Bark bands in which the mark passes the threshold, per cent.</param>
/// <param name="PauseDb">Level of the mark in pauses, dB of full scale.</param>
/// <param name="Stoi">Short-time objective intelligibility of the marked clip against the clean one, at most 1.</param>
/// <param name="SignalToMarkDb">Level of the speech over the mark, dB.</param>
public sealed record MarkQuality(double NoiseToMaskDb, double OverMaskPercent, double PauseDb, double Stoi, double SignalToMarkDb);
