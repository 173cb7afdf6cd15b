namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>What the bench shall do.</summary>
/// <param name="Clips">Folder with clean WAV clips.</param>
public sealed record MarkBenchOptions(string Clips)
{
    /// <summary>File of results so far; what is in it is not done again. Null: nothing is kept.</summary>
    public string? Log { get; init; }

    /// <summary>Names of the attacks; empty for all.</summary>
    public IReadOnlyList<string> Attacks { get; init; } = [];

    /// <summary>Which clips: those of even places (for tuning), those of odd places (for reporting), or all.</summary>
    public BenchHalf Half { get; init; }

    /// <summary>No new attack begins after this time; what is missing is done by the next run with the same log.</summary>
    public TimeSpan Limit { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>Other ids in the ledger.</summary>
    public int LedgerIds { get; init; } = 100_000;

    /// <summary>Other renderings in the index of sketches.</summary>
    public int OtherSketches { get; init; } = 2_000;

    /// <summary>Changes all chance in the attacks.</summary>
    public string Seed { get; init; } = "1";

    /// <summary>Whether attacked clips that are not traced blind are searched with sketches too.</summary>
    public bool Assisted { get; init; } = true;
}
