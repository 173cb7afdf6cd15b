using System.ComponentModel.DataAnnotations;

namespace VoiceWeb.Consent;

/// <summary>How a consent is given. Section <c>Consent</c> in appsettings.</summary>
public sealed class ConsentOptions
{
    /// <summary>How long a step-up holds before the statement must have been asked for. Default 10 minutes.</summary>
    public TimeSpan StepUpLife { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the words of a statement hold. Default 3 minutes.</summary>
    public TimeSpan ChallengeLife { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Attempts for one voice in 24 hours. Default 3.</summary>
    [Range(1, 20)]
    public int AttemptsPerDay { get; init; } = 3;

    /// <summary>Longest time that a consent may run, in days. Default 731 (two years).</summary>
    [Range(1, 3660)]
    public int LongestDays { get; init; } = 731;

    /// <summary>Largest recording of a statement, in bytes. Default 20 MB.</summary>
    [Range(1_000, 200_000_000)]
    public long StatementMaxBytes { get; init; } = 20_000_000;

    /// <summary>Least speech in a statement, in seconds. Default 3.</summary>
    [Range(0.5, 60)]
    public double StatementMinSpeechSeconds { get; init; } = 3;

    /// <summary>Days that the recording of a statement is kept after its consent has ended. Default 90.</summary>
    [Range(0, 3660)]
    public int StatementRetentionDays { get; init; } = 90;
}
