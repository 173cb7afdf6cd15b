namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// Power of a 16 kHz signal per frame and bin, with how much each frame can tell. Frame t is centred on sample 128 t.
/// Immutable once built.
/// </summary>
internal sealed class MarkSpectrogram
{
    private const float QuietDb = 45; // frames this far under the loud ones tell nothing
    private const float FullDb = 25; // and from here on they tell all

    private readonly float[] _power; // (frames, 129)

    public MarkSpectrogram(ReadOnlySpan<float> signal, CancellationToken cancellationToken)
    {
        Frames = (signal.Length / MarkGrid.Hop) + 1;
        _power = new float[Frames * MarkGrid.Bins];
        var frames = new MarkFrames();
        var levels = new float[Frames];
        for (var t = 0; t < Frames; t++)
        {
            if ((t & 1023) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            frames.Analyse(signal, (t * MarkGrid.Hop) - MarkGrid.Hop);
            var power = _power.AsSpan(t * MarkGrid.Bins, MarkGrid.Bins);
            frames.Power(power);
            var sum = 0f;
            foreach (var p in power.Slice(MarkGrid.FirstBin, MarkGrid.MarkedBins))
            {
                sum += p;
            }

            levels[t] = sum;
        }

        var sorted = (float[])levels.Clone();
        Array.Sort(sorted);
        LoudPower = sorted[(int)(0.95 * (sorted.Length - 1))];
        Weights = new float[Frames];
        for (var t = 0; t < Frames; t++)
        {
            var under = 10 * MathF.Log10((LoudPower + 1e-20f) / (levels[t] + 1e-20f));
            Weights[t] = levels[t] <= 1e-12f ? 0 : Math.Clamp((QuietDb - under) / (QuietDb - FullDb), 0, 1);
        }

        Noise = MeasureNoise();
    }

    /// <summary>Power per bin in the quietest twentieth of the file: its steady noise. Length 129.</summary>
    public float[] Noise { get; }

    /// <summary>Number of frames.</summary>
    public int Frames { get; }

    /// <summary>Power of the marked range in the loud frames (95th percentile).</summary>
    public float LoudPower { get; }

    /// <summary>How much a frame tells, 0 (pause) to 1. Length <see cref="Frames"/>.</summary>
    public float[] Weights { get; }

    /// <summary>Seconds of frames that tell something.</summary>
    public double ActiveSeconds => Weights.Sum() / MarkGrid.FrameRate;

    /// <summary>Power per bin of one frame. Length 129.</summary>
    public ReadOnlySpan<float> Power(int frame) => _power.AsSpan(frame * MarkGrid.Bins, MarkGrid.Bins);

    private float[] MeasureNoise()
    {
        const int Smooth = 8; // frames
        const float Bias = 1.5f; // by which the quietest twentieth of smoothed noise lies under its mean
        var steps = Frames / Smooth;
        var noise = new float[MarkGrid.Bins];
        if (steps < 20)
        {
            return noise;
        }

        var quiet = new float[MarkGrid.Bins];
        var means = new float[steps];
        for (var bin = 0; bin < MarkGrid.Bins; bin++)
        {
            for (var step = 0; step < steps; step++)
            {
                var sum = 0f;
                for (var t = step * Smooth; t < (step + 1) * Smooth; t++)
                {
                    sum += _power[(t * MarkGrid.Bins) + bin];
                }

                means[step] = sum / Smooth;
            }

            Array.Sort(means);
            quiet[bin] = Bias * means[steps / 20];
        }

        for (var bin = 0; bin < MarkGrid.Bins; bin++)
        {
            noise[bin] = (quiet[Math.Max(bin - 1, 0)] + quiet[bin] + quiet[Math.Min(bin + 1, MarkGrid.Bins - 1)]) / 3;
        }

        return noise;
    }
}
