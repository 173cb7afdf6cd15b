using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VoiceWeb.Engine.GptSovits.DirectVocoder;

/// <summary>Where a convolution's results go, and what is done with them on the way.</summary>
/// <param name="To">(samples, channels).</param>
/// <param name="Residual">What is added; the same shape, or null.</param>
/// <param name="Adds">Whether what stands there already is added too.</param>
/// <param name="Slope">LeakyReLU of the sum; 1 for none.</param>
internal readonly unsafe record struct StripTarget(nint To, nint Residual, bool Adds, float Slope)
{
    private const int Lanes = 8;

    /// <summary>A tile's outputs.</summary>
    /// <param name="products">First channel of the first point.</param>
    /// <param name="plane">Numbers to the next point.</param>
    /// <param name="bias">(channels).</param>
    /// <param name="at">Place of the first output's first channel.</param>
    /// <param name="step">Numbers to the next output.</param>
    /// <param name="count">Outputs that are wanted: 0 to 4.</param>
    public void Write(float* products, nint plane, int channels, float* bias, nint at, nint step, int count)
    {
        var to = (float*)To + at;
        var residual = Residual == 0 ? null : (float*)Residual + at;
        var slope = Vector256.Create(Slope);
        for (var channel = 0; channel < channels; channel += Lanes)
        {
            var (y0, y1, y2, y3) = TileTransform.Leave(products + channel, plane);
            var own = Vector256.Load(bias + channel);
            if (count > 0)
            {
                Put(y0 + own, channel, to, residual, slope);
            }

            if (count > 1)
            {
                Put(y1 + own, channel + step, to, residual, slope);
            }

            if (count > 2)
            {
                Put(y2 + own, channel + 2 * step, to, residual, slope);
            }

            if (count > 3)
            {
                Put(y3 + own, channel + 3 * step, to, residual, slope);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Put(Vector256<float> value, nint at, float* to, float* residual, Vector256<float> slope)
    {
        if (residual is not null)
        {
            value += Vector256.Load(residual + at);
        }

        if (Adds)
        {
            value += Vector256.Load(to + at);
        }

        Avx.Max(value, value * slope).Store(to + at);
    }
}
