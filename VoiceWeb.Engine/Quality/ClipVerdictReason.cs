namespace VoiceWeb.Engine.Quality;

/// <summary>One thing found about a recording.</summary>
/// <param name="Code">Stable name for translation and for programs: one of <see cref="ClipReasonCodes"/>.</param>
/// <param name="Message">English sentences: what was found, with its number, and what to do about it.</param>
public sealed record ClipVerdictReason(string Code, string Message)
{
    /// <summary>Whether this alone makes the recording unusable.</summary>
    public bool Refuses { get; init; }

    /// <summary>The number in the message, in the unit that the code implies: seconds, dB, Hz, or a share of 1.</summary>
    public double Value { get; init; }

    /// <summary>The number that would have been enough, in the same unit.</summary>
    public double Limit { get; init; }
}
