namespace VoiceWeb.Engine.Inference;

/// <summary>How many networks of this program run at this moment. Safe for concurrent use.</summary>
internal sealed class ProcessorLoad
{
    private int _running;

    /// <summary>Whether whoever asks, having entered, is the only one.</summary>
    public bool IsAlone => Volatile.Read(ref _running) == 1;

    /// <summary>Counts a run until the answer is disposed.</summary>
    public Stay Enter()
    {
        Interlocked.Increment(ref _running);
        return new Stay(this);
    }

    /// <summary>One run.</summary>
    internal readonly ref struct Stay(ProcessorLoad load)
    {
        public void Dispose() => Interlocked.Decrement(ref load._running);
    }
}
