using System.Text.Json;
using VoiceWeb.Data;

namespace VoiceWeb.Clips;

/// <summary>A recording as its owner sees it.</summary>
/// <param name="Format">What the content was recognised as, such as <c>wav</c>.</param>
/// <param name="UsedBy">Names of the voices made from it.</param>
public sealed record ClipSummary(
    Guid Id, string Name, ClipSource Source, string Format, long Bytes, string Sha256, double DurationSeconds, double SpeechSeconds,
    double SnrDb, double ClippedRatio, double LevelDbfs, ClipQuality Quality, IReadOnlyList<ClipReason> Reasons, string? Transcript,
    string Language, DateTimeOffset AddedAt, IReadOnlyList<string> UsedBy)
{
    /// <summary>Longest name and longest transcript, in characters.</summary>
    public const int LongestName = 120, LongestTranscript = 20_000;

    internal static ClipSummary Of(Clip clip, IReadOnlyList<string> usedBy) => new(
        clip.Id, clip.Name, clip.Source, clip.Format, clip.Bytes, clip.Sha256, clip.DurationSeconds, clip.SpeechSeconds, clip.SnrDb,
        clip.ClippedRatio, clip.LevelDbfs, clip.Quality, JsonSerializer.Deserialize<List<ClipReason>>(clip.ReasonsJson) ?? [],
        clip.Transcript, clip.Language, clip.AddedAt, usedBy);
}

/// <summary>One thing that the quality gate noted.</summary>
/// <param name="Code">Stable name, such as <c>noisy</c>: pages translate by it.</param>
/// <param name="Sentence">The English sentence: cause and remedy.</param>
/// <param name="Value">The number that was measured, in the code's unit.</param>
/// <param name="Limit">The number that would have been enough.</param>
public sealed record ClipReason(string Code, string Sentence, double Value, double Limit);
