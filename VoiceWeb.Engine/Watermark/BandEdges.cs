namespace VoiceWeb.Engine.Watermark;

/// <summary>Sums bins into bands whose edges, at a changed pitch, fall within bins. Not thread-safe: keeps its work space.</summary>
internal sealed class BandEdges
{
    private readonly int[] _whole;
    private readonly float[] _part;
    private readonly float[] _below = new float[MarkGrid.Bins + 2];

    /// <param name="pitch">Factor on all frequencies.</param>
    /// <param name="guard">Bands wanted below the first and above the last.</param>
    public BandEdges(double pitch, int guard)
    {
        var bands = MarkGrid.Bands + (2 * guard);
        _whole = new int[bands + 1];
        _part = new float[bands + 1];
        for (var edge = 0; edge <= bands; edge++)
        {
            // Bins count as half a bin wide on either side of their centre.
            var at = ((MarkGrid.FirstBin - 0.5 + (MarkGrid.BinsPerBand * (edge - guard))) * pitch) + 0.5;
            var whole = Math.Min((int)at, MarkGrid.Bins);
            _whole[edge] = whole;
            _part[edge] = (float)Math.Min(1, at - whole);
        }
    }

    /// <summary>Sums power per bin into power per band.</summary>
    /// <param name="bins">Length 129.</param>
    /// <param name="bands">Receives the bands, guards included.</param>
    public void Sum(ReadOnlySpan<float> bins, Span<float> bands)
    {
        var sum = 0f;
        for (var k = 0; k < MarkGrid.Bins; k++)
        {
            sum += bins[k];
            _below[k + 1] = sum;
        }

        _below[MarkGrid.Bins + 1] = sum;
        var last = Below(0);
        for (var band = 0; band < bands.Length; band++)
        {
            var next = Below(band + 1);
            bands[band] = Math.Max(next - last, 0);
            last = next;
        }
    }

    private float Below(int edge)
    {
        var whole = _whole[edge];
        return _below[whole] + (_part[edge] * (_below[whole + 1] - _below[whole]));
    }
}
