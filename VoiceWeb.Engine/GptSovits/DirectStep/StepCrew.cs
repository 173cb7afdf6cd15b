namespace VoiceWeb.Engine.GptSovits.DirectStep;

/// <summary>
/// Threads that take a step together: each reads its share of the weights, and they meet where one needs what another has computed. The caller is
/// member 0; the others wait asleep between steps. Not thread-safe.
/// </summary>
/// <remarks>
/// A member that waits for another spins for a moment, since meetings lie some microseconds apart, and then gives its core away: the one it waits for
/// may need that very core. Where that happens the machine is busy, and sharing costs more than it gives: the next steps are taken alone.
/// </remarks>
internal sealed class StepCrew : IDisposable
{
    private const int Spins = 6_000; // about 0.2 ms: longer than waking up takes
    private const int ShortestRest = 16, LongestRest = 256; // steps

    private readonly Thread[] _helpers;
    private bool _started;
    private readonly SemaphoreSlim _work = new(0);
    private readonly Action<int, int> _task;
    private int _members;
    private int _arrived;
    private int _round;
    private int _rest; // steps to be taken alone
    private int _lastRest;
    private volatile bool _delayed;
    private volatile bool _ended;

    /// <param name="size">Members, the caller included. At least 1.</param>
    /// <param name="task">What a step is: member, members. Must not throw, and must meet as often for each.</param>
    public StepCrew(int size, Action<int, int> task)
    {
        _task = task;
        _helpers = [.. Enumerable.Range(1, size - 1).Select(member => new Thread(() => Help(member)) { IsBackground = true, Name = "t2s-step" })];
    }

    /// <summary>Takes one step, alone or with all members.</summary>
    public void Run(bool together)
    {
        if (!together || _helpers.Length == 0 || _rest > 0)
        {
            _rest = Math.Max(0, _rest - 1);
            _members = 1;
            _task(0, 1);
            return;
        }

        if (!_started)
        {
            _started = true;
            Array.ForEach(_helpers, helper => helper.Start());
        }

        _members = _helpers.Length + 1;
        _work.Release(_helpers.Length);
        _task(0, _members);
        // No helper may still be at this step when the next one begins.
        Meet();
        _lastRest = _rest = _delayed ? Math.Clamp(2 * _lastRest, ShortestRest, LongestRest) : 0;
        _delayed = false;
    }

    /// <summary>Waits until every member has come here; what each wrote before is seen by all after.</summary>
    public void Meet()
    {
        if (_members == 1)
        {
            return;
        }

        var round = Volatile.Read(ref _round);
        if (Interlocked.Increment(ref _arrived) == _members)
        {
            Volatile.Write(ref _arrived, 0);
            Volatile.Write(ref _round, round + 1);
            return;
        }

        for (var spin = 0; Volatile.Read(ref _round) == round; spin++)
        {
            if (spin < Spins)
            {
                Thread.SpinWait(1);
            }
            else
            {
                _delayed = true;
                Thread.Yield();
            }
        }
    }

    public void Dispose()
    {
        _ended = true;
        if (_started)
        {
            _work.Release(_helpers.Length);
            Array.ForEach(_helpers, helper => helper.Join());
        }

        _work.Dispose();
    }

    private void Help(int member)
    {
        while (true)
        {
            _work.Wait();
            if (_ended)
            {
                return;
            }

            _task(member, _members);
            Meet();
        }
    }
}
