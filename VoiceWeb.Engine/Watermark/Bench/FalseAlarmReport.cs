using System.Globalization;

namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>What was found in files without a mark of ours.</summary>
/// <param name="Files">Files looked at, all runs of the log together.</param>
/// <param name="Marked">Of these, how many were said to be marked. Should be 0.</param>
/// <param name="Inconclusive">And how many were said to show traces.</param>
/// <param name="LeastChance">The smallest bound that any file gave.</param>
/// <param name="Tail">Mean excess of the negative natural logarithm of the bound over its 95th percentile; 1 or less if the bound holds.</param>
/// <param name="PerFile">Probability of a false verdict per file, extrapolated from that tail.</param>
/// <param name="Kinds">Files of each kind.</param>
public sealed record FalseAlarmReport(
    int Files, int Marked, int Inconclusive, double LeastChance, double Tail, double PerFile, IReadOnlyDictionary<string, int> Kinds)
{
    /// <summary>The report in words.</summary>
    public IEnumerable<string> Lines() =>
    [
        string.Create(CultureInfo.InvariantCulture, $"{Files} files without a mark of this key: {Marked} said to be marked, {Inconclusive} inconclusive."),
        string.Create(CultureInfo.InvariantCulture, $"Smallest bound {LeastChance:0.0e0} (a verdict needs 1e-6)."),
        string.Create(CultureInfo.InvariantCulture, $"Excess over the 95th percentile {Tail:0.00} nats on average: {PerFile:0.0e0} false verdicts per file, extrapolated."),
        string.Join(", ", Kinds.OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Key} {kind.Value}"))),
    ];
}
