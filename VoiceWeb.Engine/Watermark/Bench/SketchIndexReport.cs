using System.Globalization;

namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>How well and how fast renderings are found by their sketches.</summary>
/// <param name="Sketches">Renderings in the index.</param>
/// <param name="Gigabytes">Memory that the index takes.</param>
/// <param name="Queries">Attacked files that were asked for.</param>
/// <param name="First">Of these, how many had their rendering named first.</param>
/// <param name="Named">And how many had it among the twenty that are looked at.</param>
/// <param name="AnywhereSeconds">Processor time of a search over all places, mean.</param>
/// <param name="AlignedSeconds">Processor time of a search over the places that the mark allows, mean.</param>
/// <param name="BuildSeconds">Processor time of filling the index.</param>
public sealed record SketchIndexReport(
    int Sketches, double Gigabytes, int Queries, int First, int Named, double AnywhereSeconds, double AlignedSeconds, double BuildSeconds)
{
    /// <summary>The report in words.</summary>
    public IEnumerable<string> Lines() =>
    [
        string.Create(CultureInfo.InvariantCulture, $"{Sketches} sketches take {Gigabytes:0.00} GB and are taken in within {BuildSeconds:0.0} s, processor time."),
        string.Create(CultureInfo.InvariantCulture, $"{Queries} attacked files: named first {First}, among the first twenty {Named}."),
        string.Create(CultureInfo.InvariantCulture, $"Search over all places {AnywhereSeconds:0.00} s, over the places that the mark allows {AlignedSeconds:0.000} s, processor time."),
    ];
}
