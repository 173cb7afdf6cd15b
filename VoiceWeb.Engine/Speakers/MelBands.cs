using VoiceWeb.Engine.Builtin;

namespace VoiceWeb.Engine.Speakers;

/// <summary>Triangular mel bands over envelopes on the mel axis, and cepstra of their ln powers. Immutable.</summary>
internal sealed class MelBands
{
    private readonly (int First, float[] Weights)[] _bands;
    private readonly double[] _dct; // (coefficients, bands)

    /// <param name="count">Number of bands.</param>
    /// <param name="lowHz">Lower edge of the first.</param>
    /// <param name="highHz">Upper edge of the last.</param>
    /// <param name="coefficients">Cepstral coefficients, c0 included.</param>
    public MelBands(int count, double lowHz, double highHz, int coefficients)
    {
        Coefficients = coefficients;
        double low = MelAxis.ToMel(lowHz), step = (MelAxis.ToMel(highHz) - low) / (count + 1);
        _bands = new (int, float[])[count];
        for (var b = 0; b < count; b++)
        {
            var centre = low + (b + 1) * step;
            float[] all = [.. MelAxis.Frequencies.Select(hz => (float)Math.Max(0, 1 - Math.Abs(MelAxis.ToMel(hz) - centre) / step))];
            int first = Array.FindIndex(all, weight => weight > 0), last = Array.FindLastIndex(all, weight => weight > 0);
            _bands[b] = (first, all[first..(last + 1)]);
        }

        _dct = new double[coefficients * count];
        for (var k = 0; k < coefficients; k++)
        {
            for (var b = 0; b < count; b++)
            {
                _dct[k * count + b] = Math.Sqrt((k == 0 ? 1.0 : 2.0) / count) * Math.Cos(Math.PI * k * (b + 0.5) / count);
            }
        }
    }

    public int Count => _bands.Length;

    public int Coefficients { get; }

    /// <summary>Power of every band in every so many frames.</summary>
    /// <param name="logMel">ln power density on the mel axis. Shape (frames, points).</param>
    /// <param name="stride">Distance of the frames that are taken; need not be whole.</param>
    /// <returns>Shape (taken frames, bands).</returns>
    public FrameMatrix Powers(FrameMatrix logMel, double stride)
    {
        var powers = new FrameMatrix((int)((logMel.Rows - 1) / stride) + 1, Count);
        for (var i = 0; i < powers.Rows; i++)
        {
            var envelope = logMel[(int)(i * stride)];
            for (var b = 0; b < Count; b++)
            {
                var (first, weights) = _bands[b];
                float sum = 0;
                for (var p = 0; p < weights.Length; p++)
                {
                    sum += weights[p] * MathF.Exp(envelope[first + p]);
                }

                powers[i][b] = sum;
            }
        }

        return powers;
    }

    /// <summary>Cepstrum of one frame's powers.</summary>
    /// <param name="powers">Length <see cref="Count"/>.</param>
    /// <param name="floor">Added to every band. Length <see cref="Count"/>.</param>
    /// <param name="cepstrum">Receives the coefficients. Length <see cref="Coefficients"/>.</param>
    public void ToCepstrum(ReadOnlySpan<float> powers, ReadOnlySpan<double> floor, Span<float> cepstrum)
    {
        Span<double> logs = stackalloc double[Count];
        for (var b = 0; b < logs.Length; b++)
        {
            logs[b] = Math.Log(powers[b] + floor[b] + 1e-12);
        }

        for (var k = 0; k < Coefficients; k++)
        {
            double sum = 0;
            for (var b = 0; b < logs.Length; b++)
            {
                sum += _dct[k * Count + b] * logs[b];
            }

            cepstrum[k] = (float)sum;
        }
    }

    /// <summary>Mean power of every band in the weakest frames: the noise floor.</summary>
    /// <param name="powers">Shape (frames, bands).</param>
    /// <param name="share">Share of the frames that counts as weakest.</param>
    public static double[] Floor(FrameMatrix powers, double share)
    {
        int[] weakest = [.. Enumerable.Range(0, powers.Rows).OrderBy(i => Total(powers, i)).Take(Math.Max(1, (int)(share * powers.Rows)))];
        return [.. Enumerable.Range(0, powers.Columns).Select(b => weakest.Average(i => (double)powers[i][b]))];
    }

    /// <summary>Power of a frame, all bands together.</summary>
    public static double Total(FrameMatrix powers, int frame)
    {
        double sum = 0;
        foreach (var power in powers[frame])
        {
            sum += power;
        }

        return sum;
    }
}
