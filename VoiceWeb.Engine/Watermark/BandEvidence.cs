using System.Numerics;
using System.Runtime.InteropServices;

namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// What every frame says about every band, for one assumed pitch: the level of the band against its neighbours, in dB, limited and
/// weighted by how far it stands over the file's own noise. Kept as running sums, so that a cell of any length is two look-ups.
/// Immutable once built.
/// </summary>
/// <remarks>
/// The speech itself is the loudest noise. Taking the neighbours off removes what bands have in common (loudness, formants); taking
/// the band's mean over the file off removes filters. Taking neighbours in time off would remove the mark as well. The weights of
/// the neighbours are those that a least-squares fit of the signs gave, on clean and on damaged speech alike.
/// </remarks>
internal sealed class BandEvidence
{
    /// <summary>Part of each next neighbour that is taken off.</summary>
    public const float NearWeight = 0.45f;

    /// <summary>Part of each neighbour but one that is taken off.</summary>
    public const float FarWeight = 0.05f;

    private const int Guard = 2; // neighbours on each side
    private const int Around = MarkGrid.RowFrames / 2; // frames on each side over which power is smoothed
    private const float LimitDb = 8;
    private const float NoiseHalf = 2; // times the noise: level at which a band counts half

    private readonly float[] _sums; // (frames + 1, bands): evidence of the frames before
    private readonly float[] _weights; // (frames + 1): mean weight of the bands, of the frames before

    /// <param name="spectrogram">The file.</param>
    /// <param name="pitch">Factor by which frequencies of the file stand above those that were marked.</param>
    public BandEvidence(MarkSpectrogram spectrogram, double pitch)
    {
        const int Wide = MarkGrid.Bands + (2 * Guard);
        Frames = spectrogram.Frames;
        _sums = new float[(Frames + 1) * MarkGrid.Bands];
        _weights = new float[Frames + 1];
        var edges = new BandEdges(pitch, Guard);
        var powers = new float[Frames * Wide];
        var noise = new float[Wide];
        edges.Sum(spectrogram.Noise, noise);
        for (var t = 0; t < Frames; t++)
        {
            edges.Sum(spectrogram.Power(t), powers.AsSpan(t * Wide, Wide));
        }

        var means = Compare(spectrogram, powers);
        Weigh(spectrogram, powers, noise, means);
    }

    /// <summary>Number of frames.</summary>
    public int Frames { get; }

    /// <summary>Evidence of the frames from <paramref name="from"/> to <paramref name="to"/>, both between frames.</summary>
    /// <param name="from">First frame, may be a fraction.</param>
    /// <param name="to">End, may be a fraction.</param>
    /// <param name="scale">Factor on the sums.</param>
    /// <param name="cells">Receives a value per band, dB times frames. Length 48.</param>
    /// <returns>Sum of the weights, scaled.</returns>
    public float Cells(double from, double to, float scale, Span<float> cells)
    {
        from = Math.Clamp(from, 0, Frames);
        to = Math.Clamp(to, 0, Frames);
        var a = (int)from;
        var b = (int)to;
        var fa = (float)(from - a);
        var fb = (float)(to - b);
        var a1 = Math.Min(a + 1, Frames);
        var b1 = Math.Min(b + 1, Frames);
        var rowA = Row(a);
        var rowA1 = Row(a1);
        var rowB = Row(b);
        var rowB1 = Row(b1);
        var target = MemoryMarshal.Cast<float, Vector<float>>(cells);
        for (var i = 0; i < target.Length; i++)
        {
            var end = rowB[i] + (fb * (rowB1[i] - rowB[i]));
            var begin = rowA[i] + (fa * (rowA1[i] - rowA[i]));
            target[i] = scale * (end - begin);
        }

        var weightEnd = _weights[b] + (fb * (_weights[b1] - _weights[b]));
        var weightBegin = _weights[a] + (fa * (_weights[a1] - _weights[a]));
        return scale * (weightEnd - weightBegin);
    }

    private ReadOnlySpan<Vector<float>> Row(int frame) =>
        MemoryMarshal.Cast<float, Vector<float>>(_sums.AsSpan(frame * MarkGrid.Bands, MarkGrid.Bands));

    /// <summary>Fills in the levels against the neighbours and returns their means over the file.</summary>
    private float[] Compare(MarkSpectrogram spectrogram, ReadOnlySpan<float> powers)
    {
        const int Wide = MarkGrid.Bands + (2 * Guard);
        var floor = (spectrogram.LoudPower * 1e-9f) + 1e-12f;
        var level = new float[Wide];
        var means = new double[MarkGrid.Bands];
        var total = 1e-9;
        for (var t = 0; t < Frames; t++)
        {
            var weight = spectrogram.Weights[t];
            if (weight == 0)
            {
                continue;
            }

            FastLog.Decibels(powers.Slice(t * Wide, Wide), floor, level);

            var row = _sums.AsSpan((t + 1) * MarkGrid.Bands, MarkGrid.Bands);
            for (var band = 0; band < MarkGrid.Bands; band++)
            {
                row[band] = level[band + 2] - (NearWeight * (level[band + 1] + level[band + 3])) - (FarWeight * (level[band] + level[band + 4]));
                means[band] += weight * row[band];
            }

            total += weight;
        }

        return Array.ConvertAll(means, mean => (float)(mean / total));
    }

    /// <summary>Limits and weighs the levels and sums them up.</summary>
    private void Weigh(MarkSpectrogram spectrogram, ReadOnlySpan<float> powers, ReadOnlySpan<float> noise, ReadOnlySpan<float> means)
    {
        const int Wide = MarkGrid.Bands + (2 * Guard);
        var floor = spectrogram.LoudPower * 1e-9f;
        var window = new float[Wide]; // sum over the frames of a cell around t
        for (var t = -Around; t < Frames; t++)
        {
            for (var band = 0; band < Wide; band++)
            {
                window[band] += t + Around < Frames ? powers[((t + Around) * Wide) + band] : 0;
                window[band] -= t - Around >= 0 ? powers[((t - Around) * Wide) + band] : 0;
            }

            if (t < 0)
            {
                continue;
            }

            var weight = spectrogram.Weights[t];
            var before = _sums.AsSpan(t * MarkGrid.Bands, MarkGrid.Bands);
            var row = _sums.AsSpan((t + 1) * MarkGrid.Bands, MarkGrid.Bands);
            _weights[t + 1] = _weights[t];
            if (weight == 0)
            {
                before.CopyTo(row);
                continue;
            }

            var sum = 0f;
            for (var band = 0; band < MarkGrid.Bands; band++)
            {
                var power = (window[band + 1] + window[band + 2] + window[band + 3]) / (6 * Around);
                var over = Math.Max(power - noise[band + Guard], 0) + floor;
                var trust = weight * over / (over + (NoiseHalf * noise[band + Guard]));
                sum += trust;
                row[band] = before[band] + (trust * Math.Clamp(row[band] - means[band], -LimitDb, LimitDb));
            }

            _weights[t + 1] += sum / MarkGrid.Bands;
        }
    }
}
