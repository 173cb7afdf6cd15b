namespace VoiceWeb.Engine.Builtin.Bench;

/// <summary>The benches of the built-in voice, on a speaker that espeak-ng makes: nobody's voice, and nothing to bring along.</summary>
public static class BuiltinBench
{
    /// <summary>Names of the benches: speed and memory; ten minutes of text; texts of every kind.</summary>
    public static IReadOnlyList<string> Names { get; } = ["builtin", "builtin-drift", "builtin-texts"];

    /// <summary>Runs one bench.</summary>
    /// <param name="bench">One of <see cref="Names"/>.</param>
    /// <param name="rounds">Sentences for first audio; minutes of text; texts. Positive.</param>
    /// <param name="seed">Chooses the texts of every kind.</param>
    /// <param name="skip">How many of the texts to leave out at first: a thousand can be spoken in several runs.</param>
    /// <exception cref="ArgumentException">There is no such bench.</exception>
    /// <exception cref="EngineUnavailableException">espeak-ng is missing.</exception>
    public static Task<BuiltinBenchReport> RunAsync(string bench, int rounds, int seed, int skip, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rounds);
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        return bench switch
        {
            "builtin" => SpeedBench.RunAsync(rounds, cancellationToken),
            "builtin-drift" => DriftBench.RunAsync(rounds, cancellationToken),
            "builtin-texts" => TextBench.RunAsync(rounds, seed, skip, cancellationToken),
            _ => throw new ArgumentException($"There is no bench '{bench}'. There are: {string.Join(", ", Names)}.", nameof(bench)),
        };
    }
}
