namespace VoiceWeb.Engine.Audio;

/// <summary>Finds the sound between leading and trailing silence. It only tells; <see cref="Trim"/> cuts when asked to.</summary>
public static class SilenceTrimmer
{
    private const double FrameSeconds = 0.01;

    /// <summary>The range of samples that is not silence.</summary>
    /// <param name="audio">What to look at.</param>
    /// <param name="belowPeakDb">Frames of 10 ms more than this far below the loudest frame count as silence. Positive, such as 40.</param>
    /// <param name="keepSeconds">Silence to leave on either side, where there is so much. Not negative.</param>
    /// <returns>Start and length; an empty range where all is digital silence.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its stated range.</exception>
    public static (int Start, int Length) Find(AudioBuffer audio, double belowPeakDb = 40, double keepSeconds = 0.05)
    {
        ArgumentNullException.ThrowIfNull(audio);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(belowPeakDb);
        ArgumentOutOfRangeException.ThrowIfNegative(keepSeconds);
        var frame = Math.Max(1, (int)(FrameSeconds * audio.SampleRate));
        var powers = FramePowers(audio.Samples, frame);
        var loudest = powers.Length == 0 ? 0 : powers.Max();
        if (loudest <= 0)
        {
            return (0, 0);
        }

        var threshold = loudest * Math.Pow(10, -belowPeakDb / 10);
        var first = Array.FindIndex(powers, power => power >= threshold);
        var last = Array.FindLastIndex(powers, power => power >= threshold);
        var keep = (int)(keepSeconds * audio.SampleRate);
        var start = Math.Max(0, first * frame - keep);
        var end = Math.Min(audio.Samples.Length, (last + 1) * frame + keep);
        return (start, end - start);
    }

    /// <summary>A copy without leading and trailing silence; arguments as in <see cref="Find"/>.</summary>
    public static AudioBuffer Trim(AudioBuffer audio, double belowPeakDb = 40, double keepSeconds = 0.05)
    {
        var (start, length) = Find(audio, belowPeakDb, keepSeconds);
        return new AudioBuffer(audio.Samples.AsSpan(start, length).ToArray(), audio.SampleRate);
    }

    private static double[] FramePowers(float[] samples, int frame)
    {
        var powers = new double[(samples.Length + frame - 1) / frame];
        for (var i = 0; i < powers.Length; i++)
        {
            var part = samples.AsSpan(i * frame, Math.Min(frame, samples.Length - i * frame));
            double sum = 0;
            foreach (var sample in part)
            {
                sum += (double)sample * sample;
            }

            powers[i] = sum / part.Length;
        }

        return powers;
    }
}
