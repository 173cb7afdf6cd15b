using VoiceWeb.Data;
using VoiceWeb.Engine.Quality;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Clips;

/// <summary>What the quality gate said, in this feature's terms.</summary>
internal static class ClipVerdicts
{
    /// <summary>The refusal that follows from a verdict; null when the recording is taken.</summary>
    public static Refusal? Refusal(ClipVerdict verdict)
    {
        if (verdict.Rating != ClipRating.Refused)
        {
            return null;
        }

        var gravest = verdict.Reasons[0];
        return ClipRefusals.Quality(gravest.Code, gravest.Message, gravest.Value, gravest.Limit);
    }

    /// <summary>How good a recording that is taken is.</summary>
    public static ClipQuality QualityOf(ClipVerdict verdict) =>
        verdict.Rating == ClipRating.Good ? ClipQuality.Good : ClipQuality.Usable;

    /// <summary>What the gate noted.</summary>
    public static IReadOnlyList<ClipReason> ReasonsOf(ClipVerdict verdict) =>
        [.. verdict.Reasons.Select(reason => new ClipReason(reason.Code, reason.Message, reason.Value, reason.Limit))];
}
