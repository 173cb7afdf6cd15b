namespace VoiceWeb.Engine.Builtin;

/// <summary>White Gaussian noise from a seed: same seed, same numbers, on every machine (SplitMix64 and the polar method).</summary>
internal sealed class SeededNoise(ulong seed)
{
    private ulong _state = seed;
    private double _spare = double.NaN;

    /// <summary>Next number of mean 0 and variance 1.</summary>
    public double Next()
    {
        if (!double.IsNaN(_spare))
        {
            var kept = _spare;
            _spare = double.NaN;
            return kept;
        }

        double x, y, square;
        do
        {
            x = NextUniform();
            y = NextUniform();
            square = x * x + y * y;
        }
        while (square is >= 1 or 0);

        var scale = Math.Sqrt(-2 * Math.Log(square) / square);
        _spare = y * scale;
        return x * scale;
    }

    private double NextUniform()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        z ^= z >> 31;
        return (z >> 11) * (2.0 / (1UL << 53)) - 1;
    }
}
