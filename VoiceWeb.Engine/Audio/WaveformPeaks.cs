namespace VoiceWeb.Engine.Audio;

/// <summary>The outline of a sound for drawing: lowest and highest sample of equal stretches of time.</summary>
/// <param name="Lowest">One per column, full scale at -1.</param>
/// <param name="Highest">One per column, full scale at 1.</param>
public sealed record WaveformPeaks(IReadOnlyList<float> Lowest, IReadOnlyList<float> Highest)
{
    /// <summary>Outlines a sound.</summary>
    /// <param name="audio">What to draw.</param>
    /// <param name="columns">Columns wanted, 1 to 100,000; a sound with fewer samples gives one column a sample.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of columns is outside its range.</exception>
    public static WaveformPeaks Of(AudioBuffer audio, int columns)
    {
        ArgumentNullException.ThrowIfNull(audio);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, 100_000);
        var count = Math.Min(columns, audio.Samples.Length);
        var lowest = new float[count];
        var highest = new float[count];
        for (var column = 0; column < count; column++)
        {
            var start = (int)((long)column * audio.Samples.Length / count);
            var end = (int)((long)(column + 1) * audio.Samples.Length / count);
            float low = float.MaxValue, high = float.MinValue;
            foreach (var sample in audio.Samples.AsSpan(start, end - start))
            {
                low = Math.Min(low, sample);
                high = Math.Max(high, sample);
            }

            lowest[column] = low;
            highest[column] = high;
        }

        return new WaveformPeaks(lowest, highest);
    }
}
