using System.Diagnostics;
using System.Globalization;
using VoiceWeb.Engine.Inference;

namespace VoiceWeb.Engine.GptSovits.Bench;

/// <summary>Times variants in turn, so that whatever else the machine does meets all of them alike.</summary>
internal static class Stopwatches
{
    /// <param name="bench">Name of the bench.</param>
    /// <param name="sessions">Says what networks run on.</param>
    /// <param name="rounds">Runs of each variant; one more goes before as warm-up.</param>
    /// <param name="variants">Name, note and what to run.</param>
    public static BenchReport Interleave(
        string bench, SessionFactory sessions, int rounds, IReadOnlyList<(string Name, string Note, Action Run)> variants, CancellationToken cancellationToken)
    {
        var times = variants.Select(_ => new List<(double Wall, double Cpu)>()).ToArray();
        for (var round = -1; round < rounds; round++)
        {
            for (var variant = 0; variant < variants.Count; variant++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var before = Now();
                variants[variant].Run();
                if (round >= 0)
                {
                    times[variant].Add(Since(before));
                }
            }
        }

        return Report(bench, sessions, [.. variants.Select((variant, index) => Figure(variant.Name, variant.Note, times[index]))]);
    }

    /// <summary>Wall clock and processor time of this process, in milliseconds.</summary>
    public static (double Wall, double Cpu) Now()
    {
        using var process = Process.GetCurrentProcess();
        return (Stopwatch.GetTimestamp() * 1000.0 / Stopwatch.Frequency, process.TotalProcessorTime.TotalMilliseconds);
    }

    /// <summary>What passed since then.</summary>
    public static (double Wall, double Cpu) Since((double Wall, double Cpu) before)
    {
        var now = Now();
        return (now.Wall - before.Wall, now.Cpu - before.Cpu);
    }

    public static BenchFigure Figure(string name, string note, List<(double Wall, double Cpu)> times)
    {
        static double Median(IEnumerable<double> values)
        {
            var sorted = values.Order().ToList();
            return sorted[sorted.Count / 2];
        }

        return new BenchFigure(
            name, times.Min(time => time.Wall), Median(times.Select(time => time.Wall)), Median(times.Select(time => time.Cpu)), times.Count, note);
    }

    public static BenchReport Report(string bench, SessionFactory sessions, IReadOnlyList<BenchFigure> figures)
    {
        using var process = Process.GetCurrentProcess();
        return new BenchReport(bench, sessions.Providers.Summary, Environment.ProcessorCount, Load(), process.PeakWorkingSet64, figures);
    }

    private static double? Load() => File.Exists("/proc/loadavg")
        && double.TryParse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture, out var load) ? load : null;
}
