using System.Collections.Concurrent;
using VoiceWeb.Engine;

namespace VoiceWeb.Voices;

/// <summary>How far the learning of a voice is, or why it stopped.</summary>
/// <param name="Done">0 to 1.</param>
/// <param name="Failure">Cause and what to do; null while it goes well.</param>
public sealed record LearningStatus(double Done, EngineStatement? Failure = null);

/// <summary>
/// Tells open pages how far the learning of voices is. Kept in memory alone: after a restart every unlearned voice is tried again.
/// </summary>
public sealed class LearningProgress
{
    private readonly ConcurrentDictionary<Guid, LearningStatus> _now = new();

    /// <summary>Raised with the voice's id, from a worker thread.</summary>
    public event Action<Guid>? Changed;

    /// <summary>How far a voice is; null if it is not being learned.</summary>
    public LearningStatus? Of(Guid voiceId) => _now.GetValueOrDefault(voiceId);

    internal void Report(Guid voiceId, LearningStatus? status)
    {
        if (status is null)
        {
            _now.TryRemove(voiceId, out _);
        }
        else
        {
            _now[voiceId] = status;
        }

        Changed?.Invoke(voiceId);
    }
}
