namespace VoiceWeb.Engine.Watermark;

/// <summary>Logarithms by the bits of the number, to 0.01 dB: the detector takes millions.</summary>
internal static class FastLog
{
    /// <summary>10 log10 of a positive number.</summary>
    public static float Decibels(float x)
    {
        var bits = BitConverter.SingleToInt32Bits(x);
        var exponent = (bits >> 23) - 127;
        var m = BitConverter.Int32BitsToSingle((bits & 0x7fffff) | 0x3f800000) - 1.5f;

        // Fourth-order expansion of log2 about 1.5.
        var log = 0.5849625f + (m * (0.9617967f + (m * (-0.3205989f + (m * (0.1424884f - (m * 0.0712442f)))))));
        return 3.0103f * (exponent + log);
    }
}
