namespace VoiceWeb.Engine.Builtin;

/// <summary>Spreads values given at a few frequencies over all bins of an FFT, linearly between and constant beyond them.</summary>
internal sealed class AxisInterpolation
{
    private readonly int[] _below; // (bins)
    private readonly float[] _part;

    /// <param name="frequencies">Where values are given, in Hz, rising. At least two.</param>
    /// <param name="fftSize">FFT length in samples.</param>
    /// <param name="sampleRate">In Hz.</param>
    public AxisInterpolation(double[] frequencies, int fftSize, int sampleRate)
    {
        var bins = fftSize / 2 + 1;
        _below = new int[bins];
        _part = new float[bins];
        for (var k = 0; k < bins; k++)
        {
            var hz = (double)k * sampleRate / fftSize;
            var below = 0;
            while (below < frequencies.Length - 2 && frequencies[below + 1] <= hz)
            {
                below++;
            }

            _below[k] = below;
            _part[k] = (float)Math.Clamp((hz - frequencies[below]) / (frequencies[below + 1] - frequencies[below]), 0, 1);
        }
    }

    /// <summary>Spreads a mixture of two frames.</summary>
    /// <param name="early">Values of the first frame.</param>
    /// <param name="late">Values of the second.</param>
    /// <param name="part">Share of the second, 0 to 1.</param>
    /// <param name="bins">Receives a value per bin.</param>
    public void Spread(ReadOnlySpan<float> early, ReadOnlySpan<float> late, double part, Span<double> bins)
    {
        Span<float> mixed = stackalloc float[early.Length];
        for (var i = 0; i < mixed.Length; i++)
        {
            mixed[i] = early[i] + (float)part * (late[i] - early[i]);
        }

        for (var k = 0; k < bins.Length; k++)
        {
            var below = _below[k];
            bins[k] = mixed[below] + _part[k] * (mixed[below + 1] - mixed[below]);
        }
    }
}
