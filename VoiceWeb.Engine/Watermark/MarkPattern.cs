namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// What a key lays over the grid: which cells are synchronisation, which cell carries which code bit, and every cell's sign.
/// Immutable.
/// </summary>
/// <remarks>
/// The period is cut into 4 stretches of 8 rows (0.5 s) and 4 groups of 12 bands. Each of the 16 fields has 96 cells: 64 carry
/// one code bit each and 32 synchronise. The code bits form 4 groups of 64 and take turns, so that each bit has exactly one cell
/// in every stretch of time and exactly one in every group of bands: half a second, or a telephone's band, still shows every bit.
/// A third of the cells for synchronisation is more than a reader without a ledger would want; with a ledger the id is told from
/// so little that finding the place becomes the bottleneck.
/// </remarks>
internal sealed class MarkPattern
{
    private const int Fields = 4;
    private const int FieldRows = MarkGrid.Rows / Fields;
    private const int FieldBands = MarkGrid.Bands / Fields;
    private const int GroupBits = MarkGrid.CodeBits / Fields;

    private readonly short[] _bits = new short[MarkGrid.Cells]; // (rows, bands): index of the code bit, -1 for synchronisation
    private readonly float[] _signs = new float[MarkGrid.Cells]; // (rows, bands): +1 or -1

    public MarkPattern(WatermarkKey key)
    {
        using var stream = new KeyedStream(key.Derive("pattern"));
        var bits = Enumerable.Range(0, MarkGrid.CodeBits).ToArray();
        stream.Shuffle(bits);
        var places = new int[FieldRows * FieldBands];
        for (var time = 0; time < Fields; time++)
        {
            for (var range = 0; range < Fields; range++)
            {
                var group = bits.AsSpan((range + time) % Fields * GroupBits, GroupBits);
                for (var i = 0; i < places.Length; i++)
                {
                    places[i] = i;
                }

                stream.Shuffle(places);
                for (var i = 0; i < places.Length; i++)
                {
                    var row = (time * FieldRows) + (places[i] / FieldBands);
                    var band = (range * FieldBands) + (places[i] % FieldBands);
                    var cell = (row * MarkGrid.Bands) + band;
                    _bits[cell] = i < GroupBits ? (short)group[i] : (short)-1;
                    _signs[cell] = stream.NextSign();
                }
            }
        }

        Sync = new float[MarkGrid.Cells];
        for (var cell = 0; cell < MarkGrid.Cells; cell++)
        {
            Sync[cell] = _bits[cell] < 0 ? _signs[cell] : 0;
        }
    }

    /// <summary>Code bit of every cell, -1 for synchronisation. Shape (rows, bands).</summary>
    public ReadOnlySpan<short> Bits => _bits;

    /// <summary>Sign of every cell as it stands for a code bit of 0. Shape (rows, bands).</summary>
    public ReadOnlySpan<float> Signs => _signs;

    /// <summary>Signs of the synchronisation cells, 0 elsewhere. Shape (rows, bands).</summary>
    public float[] Sync { get; }

    /// <summary>All signs for one code word. Shape (rows, bands).</summary>
    public float[] SignsFor(CodeWord word)
    {
        var signs = new float[MarkGrid.Cells];
        for (var cell = 0; cell < signs.Length; cell++)
        {
            signs[cell] = _bits[cell] >= 0 && word[_bits[cell]] ? -_signs[cell] : _signs[cell];
        }

        return signs;
    }
}
