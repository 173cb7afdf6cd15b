namespace VoiceWeb.Engine.Watermark;

/// <summary>What a search brought home.</summary>
/// <param name="Matches">Best first; null for nothing.</param>
/// <param name="Tempo">Seconds of pattern per second of file.</param>
/// <param name="Pitch">Factor on frequencies.</param>
internal sealed record Finding(IReadOnlyList<WatermarkMatch>? Matches, double Tempo, double Pitch)
{
    /// <summary>What a search begins with.</summary>
    public static Finding Nothing { get; } = new(null, 1, 1);

    /// <summary>Bound on the probability of a false alarm; may be over 1.</summary>
    public double Chance => Matches is { Count: > 0 } ? Matches[0].FalsePositiveProbability : double.MaxValue;
}
