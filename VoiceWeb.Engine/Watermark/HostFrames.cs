namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// Spectra of the frames to be marked, in pattern time: frame i is frame <see cref="First"/> + i of the rendering.
/// </summary>
internal sealed class HostFrames
{
    private readonly double[] _real; // (frames, 129)
    private readonly double[] _imaginary; // (frames, 129)
    private readonly float[] _power; // (frames, 129)

    /// <param name="signal">16 kHz samples.</param>
    /// <param name="signalStart">Number of the first sample in the rendering.</param>
    /// <param name="first">First frame; frame t is centred on sample 128 t.</param>
    /// <param name="count">Number of frames.</param>
    public HostFrames(ReadOnlySpan<float> signal, long signalStart, long first, int count)
    {
        First = first;
        Count = count;
        _real = new double[count * MarkGrid.Bins];
        _imaginary = new double[count * MarkGrid.Bins];
        _power = new float[count * MarkGrid.Bins];
        var frames = new MarkFrames();
        for (var i = 0; i < count; i++)
        {
            frames.Analyse(signal, (int)(((first + i - 1) * MarkGrid.Hop) - signalStart));
            frames.Real.CopyTo(_real.AsSpan(i * MarkGrid.Bins));
            frames.Imaginary.CopyTo(_imaginary.AsSpan(i * MarkGrid.Bins));
            frames.Power(_power.AsSpan(i * MarkGrid.Bins, MarkGrid.Bins));
        }
    }

    /// <summary>Number of the first frame in the rendering.</summary>
    public long First { get; }

    /// <summary>Number of frames.</summary>
    public int Count { get; }

    /// <summary>Power per bin. Length 129.</summary>
    public ReadOnlySpan<float> Power(int frame) => _power.AsSpan(frame * MarkGrid.Bins, MarkGrid.Bins);

    /// <summary>Power of the marked range in the loud frames (95th percentile).</summary>
    public float LoudPower() => Loud(MarkGrid.FirstBin, MarkGrid.MarkedBins);

    /// <summary>Power of all bins in the loud frames (95th percentile).</summary>
    public float LoudTotal() => Loud(0, MarkGrid.Bins);

    /// <summary>Power of all bins of a frame.</summary>
    public float Total(int frame) => Sum(Power(frame));

    private static float Sum(ReadOnlySpan<float> power)
    {
        var sum = 0f;
        foreach (var p in power)
        {
            sum += p;
        }

        return sum;
    }

    private float Loud(int first, int bins)
    {
        var levels = new float[Count];
        for (var i = 0; i < Count; i++)
        {
            levels[i] = Sum(Power(i).Slice(first, bins));
        }

        Array.Sort(levels);
        return Count == 0 ? 0 : levels[(int)(0.95 * (Count - 1))];
    }

    /// <summary>The signal that changes the frames by the given gains, to be added to the host.</summary>
    /// <param name="gainsDb">Change per frame and band, dB. Shape (count, 48).</param>
    /// <param name="delta">Receives 16 kHz samples.</param>
    /// <param name="deltaStart">Number of its first sample in the rendering.</param>
    public void Render(ReadOnlySpan<float> gainsDb, Span<float> delta, long deltaStart)
    {
        delta.Clear();
        var frames = new MarkFrames();
        var real = new double[MarkGrid.Bins];
        var imaginary = new double[MarkGrid.Bins];
        for (var i = 0; i < Count; i++)
        {
            var gains = gainsDb.Slice(i * MarkGrid.Bands, MarkGrid.Bands);
            if (gains.IndexOfAnyExcept(0f) < 0)
            {
                continue;
            }

            for (var band = 0; band < MarkGrid.Bands; band++)
            {
                var factor = Math.Pow(10, gains[band] / 20.0) - 1;
                for (var k = 0; k < MarkGrid.BinsPerBand; k++)
                {
                    var bin = MarkGrid.FirstBin + (band * MarkGrid.BinsPerBand) + k;
                    real[bin] = factor * _real[(i * MarkGrid.Bins) + bin];
                    imaginary[bin] = factor * _imaginary[(i * MarkGrid.Bins) + bin];
                }
            }

            frames.Add(real, imaginary, delta, (int)(((First + i - 1) * MarkGrid.Hop) - deltaStart));
        }
    }
}
