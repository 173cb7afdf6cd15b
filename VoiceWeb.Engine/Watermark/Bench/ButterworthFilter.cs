using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>Second-order sections: Butterworth low and high passes, and peaks of an equaliser.</summary>
/// <remarks>Coefficients by the bilinear transform, after Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients".</remarks>
internal static class ButterworthFilter
{
    /// <summary>Everything above <paramref name="hz"/> away.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="hz">Half-power frequency.</param>
    /// <param name="order">Even; 6 dB per octave each.</param>
    public static AudioBuffer LowPass(AudioBuffer audio, double hz, int order) => Pass(audio, hz, order, high: false);

    /// <summary>Everything below <paramref name="hz"/> away.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="hz">Half-power frequency.</param>
    /// <param name="order">Even; 6 dB per octave each.</param>
    public static AudioBuffer HighPass(AudioBuffer audio, double hz, int order) => Pass(audio, hz, order, high: true);

    /// <summary>Everything outside a band away.</summary>
    public static AudioBuffer Band(AudioBuffer audio, double low, double high, int order) => LowPass(HighPass(audio, low, order), high, order);

    /// <summary>One peak or dip of an equaliser.</summary>
    public static AudioBuffer Peak(AudioBuffer audio, double hz, double q, double db)
    {
        var a = Math.Pow(10, db / 40);
        var (sin, cos) = Math.SinCos(2 * Math.PI * hz / audio.SampleRate);
        var alpha = sin / (2 * q);
        return Section(audio, [1 + (alpha * a), -2 * cos, 1 - (alpha * a)], [1 + (alpha / a), -2 * cos, 1 - (alpha / a)]);
    }

    private static AudioBuffer Pass(AudioBuffer audio, double hz, int order, bool high)
    {
        var (sin, cos) = Math.SinCos(2 * Math.PI * Math.Min(hz, 0.49 * audio.SampleRate) / audio.SampleRate);
        for (var k = 0; k < order / 2; k++)
        {
            var alpha = sin * Math.Cos(Math.PI * ((2 * k) + 1) / (2 * order));
            var middle = high ? -(1 + cos) : 1 - cos;
            audio = Section(audio, [Math.Abs(middle) / 2, middle, Math.Abs(middle) / 2], [1 + alpha, -2 * cos, 1 - alpha]);
        }

        return audio;
    }

    private static AudioBuffer Section(AudioBuffer audio, double[] b, double[] a)
    {
        var output = new float[audio.Samples.Length];
        double s1 = 0, s2 = 0;
        for (var i = 0; i < output.Length; i++)
        {
            var x = audio.Samples[i];
            var y = ((b[0] * x) / a[0]) + s1;
            s1 = (((b[1] * x) - (a[1] * y)) / a[0]) + s2;
            s2 = ((b[2] * x) - (a[2] * y)) / a[0];
            output[i] = (float)y;
        }

        return new AudioBuffer(output, audio.SampleRate);
    }
}
