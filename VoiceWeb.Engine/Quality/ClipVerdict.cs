namespace VoiceWeb.Engine.Quality;

/// <summary>What was measured on a recording, and what follows from it.</summary>
/// <param name="Rating">Good, usable or refused.</param>
/// <param name="DurationSeconds">Length of the recording.</param>
/// <param name="SpeechSeconds">Time during which somebody speaks, short gaps between words included.</param>
/// <param name="SnrDb">Speech over background, -10 to 60; 0 where there is no speech to compare with.</param>
/// <param name="ClippedRatio">Share of samples that were cut off at the top, 0 to 1.</param>
/// <param name="LevelDbfs">Active speech level (ITU-T P.56) in dB below full scale; -120 for digital silence.</param>
/// <param name="Reasons">What is to be said about it, the gravest first; empty when all is well.</param>
public sealed record ClipVerdict(
    ClipRating Rating,
    double DurationSeconds,
    double SpeechSeconds,
    double SnrDb,
    double ClippedRatio,
    double LevelDbfs,
    IReadOnlyList<ClipVerdictReason> Reasons)
{
    /// <summary>Up to which frequency there is sound, in Hz; 0 for silence.</summary>
    public double BandwidthHz { get; init; }
}
