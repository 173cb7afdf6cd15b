namespace VoiceWeb.Engine.GptSovits.Bench;

/// <summary>One measured thing.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="MinMs">Shortest run, in milliseconds.</param>
/// <param name="MedianMs">Median of all runs, in milliseconds.</param>
/// <param name="CpuMs">Median processor time of all threads, in milliseconds: what remains comparable on a busy machine.</param>
/// <param name="Runs">How many runs.</param>
/// <param name="Note">What one run is.</param>
public sealed record BenchFigure(string Name, double MinMs, double MedianMs, double CpuMs, int Runs, string Note);
