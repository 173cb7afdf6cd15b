namespace VoiceWeb.Engine.Watermark;

/// <summary>A course of the pattern through a file.</summary>
/// <param name="Grid">The file at the assumed pitch and tempo.</param>
/// <param name="Lags">Per block, position of the pattern (in frames) at the file's start; -1 where nothing was found.</param>
/// <param name="Score">Log-likelihood ratio of the whole course against "no mark", as far as the synchronisation tells.</param>
internal sealed record MarkPath(CellGrid Grid, short[] Lags, float Score)
{
    /// <summary>Whether the pattern stands still against the file from its first row to its last.</summary>
    public bool IsStraight => Lags.Length > 0 && Lags[0] >= 0 && Lags.AsSpan().IndexOfAnyExcept(Lags[0]) < 0;

    /// <summary>Whether the mark is there in most of the rows of a stretch.</summary>
    public bool Holds(int from, int to) => 2 * Count(from, to) > to - from;

    /// <summary>Stretches that hold the mark. Gaps of half a second and less are closed, stretches under a quarter left out.</summary>
    public List<(int From, int To)> Stretches()
    {
        const int Gap = 8;
        const int Least = 4;
        var stretches = new List<(int From, int To)>();
        for (var block = 0; block < Lags.Length; block++)
        {
            if (Lags[block] < 0)
            {
                continue;
            }

            if (stretches.Count > 0 && block - stretches[^1].To <= Gap)
            {
                stretches[^1] = (stretches[^1].From, block + 1);
            }
            else
            {
                stretches.Add((block, block + 1));
            }
        }

        stretches.RemoveAll(stretch => stretch.To - stretch.From < Least);
        return stretches;
    }

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

    /// <summary>
    /// How far each band can be trusted, learned from the synchronisation cells along the course: a telephone's band or a low-pass
    /// shows there. Length 48.
    /// </summary>
    public float[] BandTrust(MarkPattern pattern)
    {
        const int Around = 4; // bands on each side that are taken together
        var sums = new double[MarkGrid.Bands];
        var squares = new double[MarkGrid.Bands];
        var counts = new double[MarkGrid.Bands];
        for (var block = 0; block < Lags.Length; block++)
        {
            if (!TryPlace(block, out var position, out var row))
            {
                continue;
            }

            var gain = Grid.Gain(block, position);
            var cells = Grid.Cells(position);
            var signs = pattern.Sync.AsSpan(row * MarkGrid.Bands, MarkGrid.Bands);
            for (var band = 0; band < MarkGrid.Bands; band++)
            {
                sums[band] += gain * signs[band] * cells[band];
                squares[band] += gain * gain * cells[band] * cells[band] * Math.Abs(signs[band]);
                counts[band] += Math.Abs(signs[band]);
            }
        }

        var trust = new float[MarkGrid.Bands];
        for (var band = 0; band < MarkGrid.Bands; band++)
        {
            double sum = 0, square = 1e-9, count = 1e-9;
            for (var near = Math.Max(0, band - Around); near <= Math.Min(MarkGrid.Bands - 1, band + Around); near++)
            {
                sum += sums[near];
                square += squares[near];
                count += counts[near];
            }

            // Amplitude over variance is the best weight; half a standard error is added, so that chance closes no band.
            var error = Math.Sqrt(square) / count;
            trust[band] = (float)((Math.Max(sum / count, 0) + (0.5 * error)) / (square / count));
        }

        var most = Math.Max(trust.Max(), 1e-12f);
        return Array.ConvertAll(trust, value => value / most);
    }

    /// <summary>Sums the evidence for every code bit over a stretch of the course.</summary>
    /// <param name="pattern">The key's pattern.</param>
    /// <param name="trust">Weight per band, see <see cref="BandTrust"/>.</param>
    /// <param name="fromBlock">First block.</param>
    /// <param name="toBlock">End.</param>
    /// <returns>256 soft bits, positive for 0.</returns>
    public float[] SoftBits(MarkPattern pattern, ReadOnlySpan<float> trust, int fromBlock, int toBlock)
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
                    soft[bits[band]] += gain * trust[band] * signs[band] * cells[band];
                }
            }
        }

        return soft;
    }

    private int Count(int from, int to)
    {
        var count = 0;
        foreach (var lag in Lags.AsSpan(from, to - from))
        {
            count += lag >= 0 ? 1 : 0;
        }

        return count;
    }
}
