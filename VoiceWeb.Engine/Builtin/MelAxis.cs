using System.Numerics.Tensors;

namespace VoiceWeb.Engine.Builtin;

/// <summary>
/// 128 points, equally spaced in mel from 40 Hz to 12 kHz, on which spectral envelopes are kept, and the cepstrum on that axis:
/// 48 coefficients of an orthonormal DCT-II of the ln power, c0 first.
/// </summary>
internal static class MelAxis
{
    /// <summary>Points on the axis.</summary>
    public const int Points = 128;

    /// <summary>Cepstral coefficients, c0 included.</summary>
    public const int Order = 48;

    private const double LowestHz = 40;
    private static readonly double LowestMel = ToMel(LowestHz);
    private static readonly double StepMel = (ToMel(AnalysisGrid.SampleRate / 2.0) - LowestMel) / (Points - 1);
    private static readonly float[] Dct = MakeDct(); // (Order, Points)

    /// <summary>Frequency of every point, in Hz.</summary>
    public static readonly double[] Frequencies = [.. Enumerable.Range(0, Points).Select(i => ToHz(LowestMel + i * StepMel))];

    /// <summary>Mel of a frequency in Hz: 1127.01 ln(1 + f / 700).</summary>
    public static double ToMel(double hz) => 1127.01048 * Math.Log(1 + hz / 700);

    /// <summary>Frequency in Hz of a mel.</summary>
    public static double ToHz(double mel) => 700 * (Math.Exp(mel / 1127.01048) - 1);

    /// <summary>Where a frequency lies on the axis, in points, limited to its ends.</summary>
    public static double PositionOf(double hz) => Math.Clamp((ToMel(Math.Max(hz, 0)) - LowestMel) / StepMel, 0, Points - 1);

    /// <summary>Cepstrum of an envelope.</summary>
    /// <param name="logMel">ln power on the axis. Length <see cref="Points"/>.</param>
    /// <param name="cepstrum">Receives the coefficients. Length <see cref="Order"/>.</param>
    public static void ToCepstrum(ReadOnlySpan<float> logMel, Span<float> cepstrum)
    {
        for (var k = 0; k < Order; k++)
        {
            cepstrum[k] = TensorPrimitives.Dot(Dct.AsSpan(k * Points, Points), logMel);
        }
    }

    /// <summary>Envelope of a cepstrum: undoes <see cref="ToCepstrum"/> but for the detail beyond <see cref="Order"/>.</summary>
    public static void FromCepstrum(ReadOnlySpan<float> cepstrum, Span<float> logMel)
    {
        logMel.Clear();
        for (var k = 0; k < Order; k++)
        {
            TensorPrimitives.MultiplyAdd(Dct.AsSpan(k * Points, Points), cepstrum[k], logMel, logMel);
        }
    }

    private static float[] MakeDct()
    {
        var dct = new float[Order * Points];
        for (var k = 0; k < Order; k++)
        {
            var scale = Math.Sqrt((k == 0 ? 1.0 : 2.0) / Points);
            for (var n = 0; n < Points; n++)
            {
                dct[k * Points + n] = (float)(scale * Math.Cos(Math.PI * k * (n + 0.5) / Points));
            }
        }

        return dct;
    }
}
