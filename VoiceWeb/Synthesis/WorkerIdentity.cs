using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace VoiceWeb.Synthesis;

/// <summary>
/// Names the worker that holds a lease: machine, process, the process's start and a number of its own. With it a successor on the
/// same machine knows that a holder is dead and need not wait until its lease runs out.
/// </summary>
public sealed class WorkerIdentity : IDisposable
{
    private const double StartToleranceSeconds = 2; // two readings of one process's start differ a little

    private static readonly ConcurrentDictionary<string, byte> AliveHere = new();

    private readonly string _instance = Guid.NewGuid().ToString("N");
    private readonly string _name;

    /// <summary>A worker of this process.</summary>
    public WorkerIdentity()
    {
        using var me = Process.GetCurrentProcess();
        _name = string.Join('|', Environment.MachineName, Environment.ProcessId, StartOf(me).ToString(CultureInfo.InvariantCulture), _instance);
        AliveHere[_instance] = 0;
    }

    /// <summary>A name for one claim: no two claims share one, also of the same worker.</summary>
    public string NewClaim() => $"{_name}|{Guid.NewGuid():N}";

    /// <summary>From here on this worker's leases belong to nobody.</summary>
    public void Dispose() => AliveHere.TryRemove(_instance, out _);

    /// <summary>Whether the holder of a lease certainly lives no more. False when it runs elsewhere, or that cannot be told.</summary>
    public static bool IsDead(string holder)
    {
        var parts = holder.Split('|');
        if (parts.Length != 5 || parts[0] != Environment.MachineName
            || !int.TryParse(parts[1], CultureInfo.InvariantCulture, out var processId)
            || !double.TryParse(parts[2], CultureInfo.InvariantCulture, out var startedAt))
        {
            return false;
        }

        if (processId == Environment.ProcessId)
        {
            return !AliveHere.ContainsKey(parts[3]);
        }

        try
        {
            using var process = Process.GetProcessById(processId);
            return Math.Abs(StartOf(process) - startedAt) > StartToleranceSeconds;
        }
        catch (ArgumentException)
        {
            return true; // no such process
        }
        catch (Exception unknown) when (unknown is InvalidOperationException or Win32Exception)
        {
            return unknown is InvalidOperationException; // it just ended; a process of somebody else may not be looked at
        }
    }

    private static double StartOf(Process process) =>
        Math.Round(new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1_000.0, 3);
}
