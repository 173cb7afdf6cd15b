using System.Numerics;
using System.Runtime.InteropServices;

namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// Evidence of the file laid on the pattern's own clock, for one assumed tempo: position u is 8 ms of pattern time, and holds the
/// cells that would start there. Immutable once built.
/// </summary>
internal sealed class CellGrid
{
    /// <summary>Change of level, in dB, that a fresh mark shows.</summary>
    public const float ExpectedDb = 1.0f;

    // Half a dB per cell. Near silence the measured variance vanishes faster than what a cell can tell.
    private const float LeastVariance = 0.3f * MarkGrid.RowFrames * MarkGrid.RowFrames;

    // Cells far outside the ordinary are the speech's own doing: past this many standard deviations they count less and less.
    private const float Limit = 4;

    private const float RowWeight = 0.14f; // of the rows before and after that is taken off, by a least-squares fit of the signs

    private readonly float[] _cells; // (positions, bands), dB times frames

    /// <param name="evidence">The file at one pitch.</param>
    /// <param name="tempo">Seconds of pattern per second of file.</param>
    /// <param name="limited">Whether what looks like the speech's own doing is taken off and turned down; not where the speech is known.</param>
    public CellGrid(BandEvidence evidence, double tempo, bool limited = true)
    {
        Tempo = tempo;
        Blocks = (int)(evidence.Frames * tempo) / MarkGrid.RowFrames;
        var positions = Positions;
        _cells = new float[positions * MarkGrid.Bands];
        Activity = new float[positions];
        for (var u = 0; u < positions; u++)
        {
            Activity[u] = evidence.Cells(u / tempo, (u + MarkGrid.RowFrames) / tempo, (float)tempo, Row(u)) / MarkGrid.RowFrames;
        }

        if (limited)
        {
            Whiten();
        }

        Variance = new float[Blocks];
        MeasureVariance();
        if (limited)
        {
            LimitCells();
        }
    }

    /// <summary>Seconds of pattern per second of file.</summary>
    public double Tempo { get; }

    /// <summary>Whole rows (64 ms of pattern) in the file.</summary>
    public int Blocks { get; }

    /// <summary>Positions at which a cell may start: eight per block.</summary>
    public int Positions => Blocks * MarkGrid.RowFrames;

    /// <summary>How much of the cells at each position is speech, 0 to 1. Length <see cref="Positions"/>.</summary>
    public float[] Activity { get; }

    /// <summary>Mean square of the cells around each block, (dB times frames) squared. Length <see cref="Blocks"/>.</summary>
    public float[] Variance { get; }

    /// <summary>Cells that start at a position. Length 48.</summary>
    public ReadOnlySpan<float> Cells(int position) => Row(position);

    /// <summary>What a cell at a position is expected to hold, over its variance: turns evidence into a log-likelihood ratio.</summary>
    public float Gain(int block, int position) =>
        ExpectedDb * MarkGrid.RowFrames * Activity[position] / (Variance[block] + LeastVariance);

    private Span<float> Row(int position) => _cells.AsSpan(position * MarkGrid.Bands, MarkGrid.Bands);

    // Speech lasts longer than a cell, signs do not: the rows before and after tell a little of what is speech in this one.
    private void Whiten()
    {
        const int Row = MarkGrid.RowFrames * MarkGrid.Bands;
        var source = (float[])_cells.Clone();
        var from = MemoryMarshal.Cast<float, Vector<float>>(source);
        var to = MemoryMarshal.Cast<float, Vector<float>>(_cells.AsSpan());
        var step = Row / Vector<float>.Count;
        for (var i = 0; i < to.Length; i++)
        {
            var before = i >= step ? from[i - step] : Vector<float>.Zero;
            var after = i + step < from.Length ? from[i + step] : Vector<float>.Zero;
            to[i] = from[i] - (RowWeight * (before + after));
        }
    }

    private void MeasureVariance()
    {
        const int Around = 4; // blocks on each side, a quarter of a second
        var own = new float[Blocks];
        for (var block = 0; block < Blocks; block++)
        {
            var row = Row((block * MarkGrid.RowFrames) + 4);
            own[block] = Lanes.Dot(row, row) / MarkGrid.Bands;
        }

        for (var block = 0; block < Blocks; block++)
        {
            var from = Math.Max(0, block - Around);
            var to = Math.Min(Blocks, block + Around + 1);
            var sum = 0f;
            for (var i = from; i < to; i++)
            {
                sum += own[i];
            }

            Variance[block] = sum / (to - from);
        }
    }

    private void LimitCells()
    {
        for (var block = 0; block < Blocks; block++)
        {
            var tightness = new Vector<float>(1 / (Limit * Limit * (Variance[block] + LeastVariance)));
            var cells = MemoryMarshal.Cast<float, Vector<float>>(
                _cells.AsSpan(block * MarkGrid.RowFrames * MarkGrid.Bands, MarkGrid.RowFrames * MarkGrid.Bands));
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] /= Vector<float>.One + (tightness * cells[i] * cells[i]);
            }
        }
    }
}
