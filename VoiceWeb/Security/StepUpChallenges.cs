using System.Collections.Concurrent;

namespace VoiceWeb.Security;

/// <summary>Remembers which challenges were answered, so that a copied answer cannot be sent a second time.</summary>
public sealed class StepUpChallenges(TimeProvider clock)
{
    // Longer than a challenge's cookie lives.
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _spent = new(StringComparer.Ordinal);

    /// <summary>Whether this is the first answer to the challenge.</summary>
    public bool Spend(string challenge)
    {
        var now = clock.GetUtcNow();
        foreach (var (old, at) in _spent)
        {
            if (now - at > Memory)
            {
                _spent.TryRemove(old, out _);
            }
        }

        return _spent.TryAdd(challenge, now);
    }
}
