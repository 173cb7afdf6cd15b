namespace VoiceWeb.Engine.Watermark;

/// <summary>A course of the pattern through a file.</summary>
/// <param name="Grid">The file at the assumed pitch and tempo.</param>
/// <param name="Lags">Per block, position of the pattern (in frames) at the file's start; -1 where nothing was found.</param>
/// <param name="Score">Log-likelihood ratio of the whole course against "no mark", as far as the synchronisation tells.</param>
internal sealed record MarkPath(CellGrid Grid, short[] Lags, float Score)
{
    /// <summary>The grid position and the pattern row that a block holds, if any.</summary>
    public bool TryPlace(int block, out int position, out int row)
    {
        var lag = Lags[block];
        position = 0;
        row = 0;
        if (lag < 0)
        {
            return false;
        }

        position = (block * MarkGrid.RowFrames) + ((MarkGrid.RowFrames - (lag % MarkGrid.RowFrames)) % MarkGrid.RowFrames);
        row = (position + lag) / MarkGrid.RowFrames % MarkGrid.Rows;
        return true;
    }

    /// <summary>Sums the evidence for every code bit over a stretch of the course.</summary>
    /// <param name="pattern">The key's pattern.</param>
    /// <param name="fromBlock">First block.</param>
    /// <param name="toBlock">End.</param>
    /// <returns>256 soft bits, positive for 0.</returns>
    public float[] SoftBits(MarkPattern pattern, int fromBlock, int toBlock)
    {
        var soft = new float[MarkGrid.CodeBits];
        for (var block = fromBlock; block < toBlock; block++)
        {
            if (!TryPlace(block, out var position, out var row))
            {
                continue;
            }

            var gain = Grid.Gain(block, position);
            var cells = Grid.Cells(position);
            var bits = pattern.Bits.Slice(row * MarkGrid.Bands, MarkGrid.Bands);
            var signs = pattern.Signs.Slice(row * MarkGrid.Bands, MarkGrid.Bands);
            for (var band = 0; band < MarkGrid.Bands; band++)
            {
                if (bits[band] >= 0)
                {
                    soft[bits[band]] += gain * signs[band] * cells[band];
                }
            }
        }

        return soft;
    }
}
