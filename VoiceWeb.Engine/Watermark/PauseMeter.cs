namespace VoiceWeb.Engine.Watermark;

/// <summary>How loud an added noise is where the speech pauses: frames of 20 ms that are 30 dB or more under the loud ones (95th percentile).</summary>
internal static class PauseMeter
{
    private const double Under = 1e-3;

    /// <summary>Mean power of the noise in the pauses, 1 for a square wave of full scale; 0 where there are none.</summary>
    /// <param name="speech">The speech.</param>
    /// <param name="noise">What is added. As long as the speech.</param>
    /// <param name="rate">Sample rate in Hz.</param>
    public static double Measure(ReadOnlySpan<float> speech, ReadOnlySpan<float> noise, int rate)
    {
        var frame = rate / 50;
        var levels = new double[speech.Length / frame];
        for (var i = 0; i < levels.Length; i++)
        {
            levels[i] = Power(speech.Slice(i * frame, frame));
        }

        if (levels.Length == 0)
        {
            return 0;
        }

        var loud = levels.Order().ElementAt((int)(0.95 * (levels.Length - 1)));
        var sum = 0.0;
        var pauses = 0;
        for (var i = 0; i < levels.Length; i++)
        {
            if (levels[i] <= Under * loud)
            {
                sum += Power(noise.Slice(i * frame, frame));
                pauses++;
            }
        }

        return pauses == 0 ? 0 : sum / pauses;
    }

    private static double Power(ReadOnlySpan<float> x)
    {
        var sum = 0.0;
        foreach (var v in x)
        {
            sum += v * v;
        }

        return sum / x.Length;
    }
}
