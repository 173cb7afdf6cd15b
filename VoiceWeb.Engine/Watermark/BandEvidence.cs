namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// What every frame says about every band, for one assumed pitch: the level of the band against its four neighbours, in dB, limited
/// and weighted. Kept as running sums, so that a cell of any length is two look-ups. Immutable once built.
/// </summary>
/// <remarks>
/// The speech itself is the loudest noise. Taking the neighbours off removes what bands have in common (loudness, formants); taking
/// the band's mean over the file off removes filters. Taking neighbours in time off would remove the mark as well.
/// </remarks>
internal sealed class BandEvidence
{
    private const int Guard = 2; // neighbours on each side
    private const float LimitDb = 12;

    private readonly float[] _sums; // (frames + 1, bands): evidence of the frames before
    private readonly float[] _weights; // (frames + 1): weights of the frames before

    /// <param name="spectrogram">The file.</param>
    /// <param name="pitch">Factor by which frequencies of the file stand above those that were marked.</param>
    public BandEvidence(MarkSpectrogram spectrogram, double pitch)
    {
        Frames = spectrogram.Frames;
        _sums = new float[(Frames + 1) * MarkGrid.Bands];
        _weights = new float[Frames + 1];
        const int Wide = MarkGrid.Bands + (2 * Guard);
        var whole = new int[Wide + 1];
        var part = new float[Wide + 1];
        for (var edge = 0; edge <= Wide; edge++)
        {
            // Bins count as half a bin wide on either side of their centre.
            var at = (MarkGrid.FirstBin - 0.5 + (MarkGrid.BinsPerBand * (edge - Guard))) * pitch + 0.5;
            whole[edge] = (int)Math.Floor(at);
            part[edge] = (float)(at - whole[edge]);
        }

        var floor = (spectrogram.LoudPower * 1e-9f) + 1e-12f;
        var below = new float[MarkGrid.Bins + 2];
        var level = new float[Wide];
        var means = new double[MarkGrid.Bands];
        var total = 1e-9;
        for (var t = 0; t < Frames; t++)
        {
            var weight = spectrogram.Weights[t];
            _weights[t + 1] = _weights[t] + weight;
            var row = _sums.AsSpan((t + 1) * MarkGrid.Bands, MarkGrid.Bands);
            if (weight == 0)
            {
                continue;
            }

            var power = spectrogram.Power(t);
            for (var k = 0; k < MarkGrid.Bins; k++)
            {
                below[k + 1] = below[k] + power[k];
            }

            below[MarkGrid.Bins + 1] = below[MarkGrid.Bins];
            var last = Below(below, whole[0], part[0]);
            for (var band = 0; band < Wide; band++)
            {
                var next = Below(below, whole[band + 1], part[band + 1]);
                level[band] = 10 * MathF.Log10(Math.Max(next - last, 0) + floor);
                last = next;
            }

            for (var band = 0; band < MarkGrid.Bands; band++)
            {
                var around = level[band] + level[band + 1] + level[band + 3] + level[band + 4];
                row[band] = level[band + 2] - (around / 4);
                means[band] += weight * row[band];
            }

            total += weight;
        }

        for (var t = 0; t < Frames; t++)
        {
            var weight = spectrogram.Weights[t];
            var before = _sums.AsSpan(t * MarkGrid.Bands, MarkGrid.Bands);
            var row = _sums.AsSpan((t + 1) * MarkGrid.Bands, MarkGrid.Bands);
            for (var band = 0; band < MarkGrid.Bands; band++)
            {
                var value = weight == 0 ? 0 : weight * Math.Clamp(row[band] - (float)(means[band] / total), -LimitDb, LimitDb);
                row[band] = before[band] + value;
            }
        }
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
        var rowA = _sums.AsSpan(a * MarkGrid.Bands, MarkGrid.Bands);
        var rowA1 = _sums.AsSpan(a1 * MarkGrid.Bands, MarkGrid.Bands);
        var rowB = _sums.AsSpan(b * MarkGrid.Bands, MarkGrid.Bands);
        var rowB1 = _sums.AsSpan(b1 * MarkGrid.Bands, MarkGrid.Bands);
        for (var band = 0; band < MarkGrid.Bands; band++)
        {
            var end = rowB[band] + (fb * (rowB1[band] - rowB[band]));
            var begin = rowA[band] + (fa * (rowA1[band] - rowA[band]));
            cells[band] = scale * (end - begin);
        }

        var weightEnd = _weights[b] + (fb * (_weights[b1] - _weights[b]));
        var weightBegin = _weights[a] + (fa * (_weights[a1] - _weights[a]));
        return scale * (weightEnd - weightBegin);
    }

    private static float Below(float[] below, int whole, float part) =>
        whole >= MarkGrid.Bins + 1 ? below[^1] : below[whole] + (part * (below[whole + 1] - below[whole]));
}
