using System.Collections.Concurrent;

namespace VoiceWeb.Synthesis;

/// <summary>
/// Tells open pages of this process that a rendering changed, wakes the workers when one is queued, and stops a running one at once.
/// What happens in other processes is noticed through the database.
/// </summary>
public sealed class SynthesisProgress : IDisposable
{
    private readonly ConcurrentDictionary<long, (Guid? Id, Action Changed)> _followers = new();
    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> _running = new();
    private readonly SemaphoreSlim _work = new(0);
    private long _next;

    /// <summary>Calls back whenever the rendering changed, on the thread of whoever changed it; a page renders through its own context.</summary>
    public IDisposable Follow(Guid id, Action changed) => Follow((Guid?)id, changed);

    /// <summary>Calls back whenever any rendering changed.</summary>
    public IDisposable FollowAll(Action changed) => Follow(null, changed);

    /// <inheritdoc />
    public void Dispose() => _work.Dispose();

    internal void Queued(Guid id)
    {
        _work.Release();
        Changed(id);
    }

    internal void Changed(Guid id)
    {
        foreach (var (follows, changed) in _followers.Values)
        {
            if (follows is null || follows == id)
            {
                changed();
            }
        }
    }

    /// <summary>Returns when something was queued, or the time is over.</summary>
    internal Task WaitForWorkAsync(TimeSpan atMost, CancellationToken cancellationToken) => _work.WaitAsync(atMost, cancellationToken);

    /// <summary>A token that <see cref="Stop"/> cancels, for as long as the rendering runs here.</summary>
    internal CancellationTokenSource Started(Guid id, CancellationToken stopping) =>
        _running[id] = CancellationTokenSource.CreateLinkedTokenSource(stopping);

    internal void Ended(Guid id)
    {
        if (_running.TryRemove(id, out var source))
        {
            source.Dispose();
        }
    }

    internal void Stop(Guid id)
    {
        if (!_running.TryGetValue(id, out var source))
        {
            return;
        }

        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended between the two lines: there is nothing left to stop.
            return;
        }
    }

    private Following Follow(Guid? id, Action changed)
    {
        var number = Interlocked.Increment(ref _next);
        _followers[number] = (id, changed);
        return new Following(() => _followers.TryRemove(number, out _));
    }

    private sealed class Following(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
