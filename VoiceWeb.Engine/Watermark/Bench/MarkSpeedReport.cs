using System.Globalization;

namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>How fast marks are written and found, in processor time.</summary>
/// <param name="Seconds">Length of the clip.</param>
/// <param name="Marking">Times faster than the clip plays: marking with read-back.</param>
/// <param name="Plain">The same for finding the mark in the clip as it was marked, with the ledger.</param>
/// <param name="Search">The same for the whole search in the clip without a mark.</param>
/// <param name="LedgerIds">Ids of the ledger that is timed on its own.</param>
/// <param name="LedgerEncodeSeconds">Time to encode it.</param>
/// <param name="LedgerBestSeconds">Time to find the best of its ids.</param>
public sealed record MarkSpeedReport(
    double Seconds, double Marking, double Plain, double Search, int LedgerIds, double LedgerEncodeSeconds, double LedgerBestSeconds)
{
    /// <summary>The report in words.</summary>
    public IEnumerable<string> Lines() =>
    [
        string.Create(CultureInfo.InvariantCulture, $"A clip of {Seconds:0.0} s, processor time:"),
        string.Create(CultureInfo.InvariantCulture, $"marking with read-back {Marking:0} times real time (goal 150)"),
        string.Create(CultureInfo.InvariantCulture, $"finding the plain mark {Plain:0} times (goal 60)"),
        string.Create(CultureInfo.InvariantCulture, $"whole search without a mark {Search:0} times (goal 15)"),
        string.Create(CultureInfo.InvariantCulture, $"{LedgerIds} ids: encoding {LedgerEncodeSeconds * 1000:0} ms, best id {LedgerBestSeconds * 1000:0} ms (goal 100)"),
    ];
}
