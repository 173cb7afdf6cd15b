using System.Diagnostics;

namespace VoiceWeb.Engine.Builtin.Bench;

/// <summary>Time and memory of this process. The base speech's own process is not counted in processor time.</summary>
/// <param name="WallSeconds">Clock.</param>
/// <param name="CpuSeconds">Processor time of all threads.</param>
internal readonly record struct ProcessUse(double WallSeconds, double CpuSeconds)
{
    private const double Megabyte = 1e6;

    public static ProcessUse Now()
    {
        using var process = Process.GetCurrentProcess();
        return new ProcessUse((double)Stopwatch.GetTimestamp() / Stopwatch.Frequency, process.TotalProcessorTime.TotalSeconds);
    }

    /// <summary>What passed since then.</summary>
    public static ProcessUse Since(ProcessUse before)
    {
        var now = Now();
        return new ProcessUse(now.WallSeconds - before.WallSeconds, now.CpuSeconds - before.CpuSeconds);
    }

    /// <summary>Resident memory now and at its peak, in MB.</summary>
    public static (double Now, double Peak) Memory()
    {
        using var process = Process.GetCurrentProcess();
        return (process.WorkingSet64 / Megabyte, process.PeakWorkingSet64 / Megabyte);
    }
}
