using System.Numerics;
using System.Runtime.InteropServices;

namespace VoiceWeb.Engine.Watermark;

/// <summary>Logarithms by the bits of the number, to 0.01 dB: the detector takes millions.</summary>
internal static class FastLog
{
    private const float PerOctave = 3.0102999f; // dB

    // Fourth-order expansion of log2 about 1.5.
    private const float C0 = 0.5849625f;
    private const float C1 = 0.9617967f;
    private const float C2 = -0.3205989f;
    private const float C3 = 0.1424884f;
    private const float C4 = -0.0712442f;

    /// <summary>10 log10 of a positive number.</summary>
    public static float Decibels(float x)
    {
        var bits = BitConverter.SingleToInt32Bits(x);
        var m = BitConverter.Int32BitsToSingle((bits & 0x7fffff) | 0x3f800000) - 1.5f;
        return PerOctave * ((bits >> 23) - 127 + C0 + (m * (C1 + (m * (C2 + (m * (C3 + (m * C4))))))));
    }

    /// <summary>10 log10 of positive numbers, each with <paramref name="floor"/> added. Lengths are equal.</summary>
    public static void Decibels(ReadOnlySpan<float> x, float floor, Span<float> db)
    {
        var from = MemoryMarshal.Cast<float, Vector<float>>(x);
        var to = MemoryMarshal.Cast<float, Vector<float>>(db);
        for (var i = 0; i < from.Length; i++)
        {
            var bits = Vector.AsVectorInt32(from[i] + new Vector<float>(floor));
            var m = Vector.AsVectorSingle((bits & new Vector<int>(0x7fffff)) | new Vector<int>(0x3f800000)) - new Vector<float>(1.5f);
            var exponent = Vector.ConvertToSingle((bits >> 23) - new Vector<int>(127));
            to[i] = PerOctave * (exponent + new Vector<float>(C0) + (m * (new Vector<float>(C1) + (m * (new Vector<float>(C2)
                + (m * (new Vector<float>(C3) + (m * C4))))))));
        }

        for (var i = from.Length * Vector<float>.Count; i < x.Length; i++)
        {
            db[i] = Decibels(x[i] + floor);
        }
    }
}
