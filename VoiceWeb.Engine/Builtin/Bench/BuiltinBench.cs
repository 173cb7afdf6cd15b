namespace VoiceWeb.Engine.Builtin.Bench;

/// <summary>The benches of the built-in voice, on a speaker that espeak-ng makes: nobody's voice, and nothing to bring along.</summary>
public static class BuiltinBench
{
    /// <summary>Names of the benches: speed and memory; ten minutes of text; texts of every kind; copies of a voice's sentences.</summary>
    public static IReadOnlyList<string> Names { get; } = ["builtin", "builtin-drift", "builtin-texts", "builtin-copy"];

    /// <summary>Runs one bench.</summary>
    /// <param name="bench">One of <see cref="Names"/>.</param>
    /// <param name="rounds">Sentences for first audio; minutes of text; texts; sentences to copy. Positive.</param>
    /// <param name="seed">Chooses the texts of every kind.</param>
    /// <param name="skip">How many of the texts to leave out at first: a thousand can be spoken in several runs.</param>
    /// <param name="folder">Folder of the voice whose sentences are copied, as bench/builtin/make_voices.py writes it; the others need none.</param>
    /// <exception cref="ArgumentException">There is no such bench, or no folder was given to the copies.</exception>
    /// <exception cref="FileNotFoundException">A sentence is not in the folder.</exception>
    /// <exception cref="EngineUnavailableException">espeak-ng is missing.</exception>
    public static Task<BuiltinBenchReport> RunAsync(
        string bench, int rounds, int seed, int skip, string? folder, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rounds);
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        return bench switch
        {
            "builtin" => SpeedBench.RunAsync(rounds, cancellationToken),
            "builtin-drift" => DriftBench.RunAsync(rounds, cancellationToken),
            "builtin-copy" when string.IsNullOrEmpty(folder) =>
                throw new ArgumentException("This bench needs the folder of the voice whose sentences it copies.", nameof(folder)),
            "builtin-copy" => Task.Run(() => CopyBench.Run(folder, rounds, cancellationToken), cancellationToken),
            "builtin-texts" => TextBench.RunAsync(rounds, seed, skip, cancellationToken),
            _ => throw new ArgumentException($"There is no bench '{bench}'. There are: {string.Join(", ", Names)}.", nameof(bench)),
        };
    }
}
