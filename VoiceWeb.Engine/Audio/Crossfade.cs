namespace VoiceWeb.Engine.Audio;

/// <summary>Joins and borders without clicks.</summary>
internal static class Crossfade
{
    /// <summary>
    /// Lays the end of one sound over the start of the next. The gains are raised cosines that add up to 1, which keeps the level of
    /// sounds that are alike; unlike ones dip by up to 3 dB in the middle.
    /// </summary>
    /// <param name="first">First sound.</param>
    /// <param name="second">Second sound.</param>
    /// <param name="overlap">Samples that both share. 0 to the length of the shorter.</param>
    /// <returns>A sound of the two lengths less the overlap.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The overlap is outside its range.</exception>
    public static float[] Join(ReadOnlySpan<float> first, ReadOnlySpan<float> second, int overlap)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(overlap);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(overlap, Math.Min(first.Length, second.Length));
        var joined = new float[first.Length + second.Length - overlap];
        first.CopyTo(joined);
        second[overlap..].CopyTo(joined.AsSpan(first.Length));
        var start = first.Length - overlap;
        for (var i = 0; i < overlap; i++)
        {
            var gain = Gain(i, overlap);
            joined[start + i] = (1 - gain) * first[start + i] + gain * second[i];
        }

        return joined;
    }

    /// <summary>Raises the first samples from silence, in place.</summary>
    /// <param name="samples">The sound.</param>
    /// <param name="length">Samples of the fade; more than there are means all of them.</param>
    public static void FadeIn(Span<float> samples, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        length = Math.Min(length, samples.Length);
        for (var i = 0; i < length; i++)
        {
            samples[i] *= Gain(i, length);
        }
    }

    /// <summary>Lowers the last samples to silence, in place.</summary>
    /// <param name="samples">The sound.</param>
    /// <param name="length">Samples of the fade; more than there are means all of them.</param>
    public static void FadeOut(Span<float> samples, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        length = Math.Min(length, samples.Length);
        for (var i = 0; i < length; i++)
        {
            samples[samples.Length - 1 - i] *= Gain(i, length);
        }
    }

    // Half a sample in from either end, so that the two halves mirror each other.
    private static float Gain(int i, int length) => (float)(0.5 - 0.5 * Math.Cos(Math.PI * (i + 0.5) / length));
}
