namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// Reads a mark with the sketch of its rendering at hand: takes the remembered speech off the evidence and asks whether the rest is
/// the mark that this rendering carries.
/// </summary>
internal static class AssistedReader
{
    private const double LeastShare = 0.02; // so that chance closes no band
    private const float MostLimit = 2.5f; // standard deviations past which a rest counts less and less
    private static readonly float[] AllAlike = [.. Enumerable.Repeat(1f, MarkGrid.Bands)];

    /// <summary>Ways of weighing the bands that are tried; every one is another chance to err.</summary>
    public const int Ways = 2;

    /// <summary>
    /// z of the rendering's own mark, the better of two: all bands alike, as steady noise wants it, and each by how much of the remembered
    /// speech is left in it, since a codec that kept a tenth of the speech's movement in a band has kept no more of the mark.
    /// </summary>
    /// <param name="grid">The file at one pitch and tempo.</param>
    /// <param name="place">The rendering and where it stands.</param>
    /// <param name="pattern">The key's pattern.</param>
    /// <param name="word">The rendering's code word.</param>
    /// <param name="withSync">
    /// Whether synchronisation cells count too. Not where they have chosen the place, since then they speak for it by choice.
    /// </param>
    public static double Z(CellGrid grid, SketchPlace place, MarkPattern pattern, CodeWord word, bool withSync)
    {
        var sketch = place.Sketch.Evidence();
        var signs = pattern.SignsFor(word);
        var rows = Enumerable.Range(0, grid.Blocks).Where(block => (uint)(block + place.Start) < (uint)place.Sketch.Rows).ToArray();
        var shares = Shares(grid, place, sketch, rows);
        var sums = new float[MarkGrid.Cells];
        var rest = new float[MarkGrid.Bands];
        foreach (var block in rows)
        {
            var position = (block * MarkGrid.RowFrames) + place.Phase;
            var activity = grid.Activity[position];
            if (activity < 0.05f)
            {
                continue;
            }

            Take(grid.Cells(position), sketch.AsSpan((block + place.Start) * MarkGrid.Bands, MarkGrid.Bands), shares, activity, rest);
            var variance = (Lanes.Dot(rest, rest) / MarkGrid.Bands) + (0.3f * MarkGrid.RowFrames * MarkGrid.RowFrames);
            var row = (block + place.Start) % MarkGrid.Rows;
            for (var band = 0; band < MarkGrid.Bands; band++)
            {
                var limited = rest[band] / (1 + (rest[band] * rest[band] / (MostLimit * MostLimit * variance)));
                sums[(row * MarkGrid.Bands) + band] += activity * limited / variance;
            }
        }

        return Math.Max(Weighed(AllAlike), Weighed(shares));

        double Weighed(float[] weights)
        {
            double sum = 0, square = 0;
            for (var cell = 0; cell < sums.Length; cell++)
            {
                if (withSync || pattern.Bits[cell] >= 0)
                {
                    var weighted = weights[cell % MarkGrid.Bands] * sums[cell];
                    sum += signs[cell] * weighted;
                    square += weighted * weighted;
                }
            }

            return square <= 0 ? 0 : sum / Math.Sqrt(square);
        }
    }

    /// <summary>Per band, how much of the remembered speech is left in the file: 1 in a good copy, less under noise.</summary>
    private static float[] Shares(CellGrid grid, SketchPlace place, float[] sketch, int[] rows)
    {
        const int Around = 2;
        var products = new double[MarkGrid.Bands];
        var squares = new double[MarkGrid.Bands];
        foreach (var block in rows)
        {
            var position = (block * MarkGrid.RowFrames) + place.Phase;
            var cells = grid.Cells(position);
            var scale = MarkGrid.RowFrames * grid.Activity[position];
            for (var band = 0; band < MarkGrid.Bands; band++)
            {
                var speech = scale * sketch[((block + place.Start) * MarkGrid.Bands) + band];
                products[band] += speech * cells[band];
                squares[band] += speech * speech;
            }
        }

        var shares = new float[MarkGrid.Bands];
        for (var band = 0; band < MarkGrid.Bands; band++)
        {
            double product = 0, square = 1e-9;
            for (var near = Math.Max(0, band - Around); near <= Math.Min(MarkGrid.Bands - 1, band + Around); near++)
            {
                product += products[near];
                square += squares[near];
            }

            shares[band] = (float)Math.Clamp(product / square, LeastShare, 1.2);
        }

        return shares;
    }

    private static void Take(ReadOnlySpan<float> cells, ReadOnlySpan<float> sketch, float[] shares, float activity, float[] rest)
    {
        for (var band = 0; band < MarkGrid.Bands; band++)
        {
            rest[band] = cells[band] - (shares[band] * MarkGrid.RowFrames * activity * sketch[band]);
        }
    }
}
