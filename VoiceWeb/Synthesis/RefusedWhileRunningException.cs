using VoiceWeb.Outcomes;

namespace VoiceWeb.Synthesis;

/// <summary>What was allowed when the job was queued is allowed no more.</summary>
public sealed class RefusedWhileRunningException(Refusal refusal) : Exception(refusal.Message)
{
    /// <summary>Why.</summary>
    public Refusal Refusal { get; } = refusal;
}
