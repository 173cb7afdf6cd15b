namespace VoiceWeb.Engine.Builtin;

/// <summary>Stretches envelopes along frequency, as a shorter or longer vocal tract does. Immutable.</summary>
internal sealed class FrequencyWarp
{
    /// <summary>Least factor that is looked for: the longest tract.</summary>
    public const double Least = 0.80;

    /// <summary>Greatest factor that is looked for: the shortest tract, a child's.</summary>
    public const double Greatest = 1.34;

    private readonly int[] _below = new int[MelAxis.Points];
    private readonly float[] _part = new float[MelAxis.Points];

    /// <param name="factor">Above 1 moves formants up. 0.5 to 2.</param>
    public FrequencyWarp(double factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 0.5);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(factor, 2);
        Factor = factor;
        for (var i = 0; i < MelAxis.Points; i++)
        {
            var position = MelAxis.PositionOf(MelAxis.Frequencies[i] / factor);
            _below[i] = Math.Min((int)position, MelAxis.Points - 2);
            _part[i] = (float)(position - _below[i]);
        }
    }

    /// <summary>How far formants move up.</summary>
    public double Factor { get; }

    /// <summary>All factors that are tried in search of the best.</summary>
    public static IEnumerable<double> Candidates => Enumerable.Range(0, 28).Select(i => Least + 0.02 * i);

    /// <summary>The warped envelope takes its value at f from f / factor.</summary>
    public void Apply(ReadOnlySpan<float> logMel, Span<float> warped)
    {
        for (var i = 0; i < warped.Length; i++)
        {
            var below = _below[i];
            warped[i] = logMel[below] + _part[i] * (logMel[below + 1] - logMel[below]);
        }
    }
}
