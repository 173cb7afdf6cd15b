using System.Globalization;

namespace VoiceWeb.Engine.Builtin.Bench;

/// <summary>What a bench of the built-in voice found.</summary>
/// <param name="Bench">Which bench.</param>
/// <param name="Cores">Cores that the process may use.</param>
/// <param name="LoadAverage">Load average of the last minute when it ended; null where the system does not tell.</param>
/// <param name="Figures">What was measured.</param>
public sealed record BuiltinBenchReport(string Bench, int Cores, double? LoadAverage, IReadOnlyList<BuiltinFigure> Figures)
{
    /// <summary>A table for people.</summary>
    public IEnumerable<string> Lines()
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"{Bench}: {Cores} cores, load {LoadAverage:0.0}");
        foreach (var figure in Figures)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"  {figure.Name,-36} {figure.Value,10:0.##} {figure.Unit,-12} {figure.Note}");
        }
    }

    internal static BuiltinBenchReport Of(string bench, IReadOnlyList<BuiltinFigure> figures) =>
        new(bench, Environment.ProcessorCount, Load(), figures);

    private static double? Load() => File.Exists("/proc/loadavg")
        && double.TryParse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture, out var load) ? load : null;
}
