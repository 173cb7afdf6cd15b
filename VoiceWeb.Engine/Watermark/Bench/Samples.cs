using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>Levels of signals, and arithmetic on them.</summary>
internal static class Samples
{
    public static double Rms(ReadOnlySpan<float> x)
    {
        var sum = 0.0;
        foreach (var v in x)
        {
            sum += v * v;
        }

        return Math.Sqrt(sum / Math.Max(1, x.Length)) + 1e-12;
    }

    /// <summary>RMS of the frames of 20 ms that are at most 20 dB under the loud ones (95th percentile).</summary>
    public static double ActiveRms(ReadOnlySpan<float> x, int rate)
    {
        var frame = rate / 50;
        var levels = new double[Math.Max(1, x.Length / frame)];
        for (var i = 0; i < levels.Length; i++)
        {
            levels[i] = Rms(x.Slice(i * frame, Math.Min(frame, x.Length - (i * frame))));
        }

        var sorted = levels.Order().ToArray();
        var least = 0.1 * sorted[(int)(0.95 * (sorted.Length - 1))];
        return Math.Sqrt(levels.Where(level => level >= least).Average(level => level * level)) + 1e-12;
    }

    public static void Scale(Span<float> x, double factor)
    {
        foreach (ref var v in x)
        {
            v = (float)(v * factor);
        }
    }

    /// <summary>Every sample through a function.</summary>
    public static AudioBuffer Map(AudioBuffer audio, Func<float, float> change) => new(Array.ConvertAll(audio.Samples, x => change(x)), audio.SampleRate);

    /// <summary>One signal plus another times a factor; as long as the first.</summary>
    public static AudioBuffer Mix(AudioBuffer audio, ReadOnlySpan<float> other, double factor)
    {
        var sum = new float[audio.Samples.Length];
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] = (float)(audio.Samples[i] + (factor * other[i]));
        }

        return new AudioBuffer(sum, audio.SampleRate);
    }

    /// <summary>As a 16-bit file would hold it.</summary>
    public static AudioBuffer Quantise(AudioBuffer audio) => Map(audio, x => MathF.Round(Math.Clamp(x, -1f, 32767f / 32768) * 32768) / 32768);
}
