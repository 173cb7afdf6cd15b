namespace VoiceWeb.Engine.Watermark;

/// <summary>What the unmarked speech holds in every cell: its evidence as a detector would read it, and its share of the mask.</summary>
internal sealed class HostCells
{
    private readonly long _firstRow;
    private readonly int _skip; // frames of the first row that lie before the host's first frame

    private HostCells(long firstFrame, int frames)
    {
        _firstRow = Math.DivRem(firstFrame, MarkGrid.RowFrames, out var rest);
        if (rest < 0)
        {
            rest += MarkGrid.RowFrames;
            _firstRow--;
        }

        _skip = (int)rest;
        Rows = (frames + _skip + MarkGrid.RowFrames - 1) / MarkGrid.RowFrames;
        Evidence = new float[Rows * MarkGrid.Bands];
        Share = new float[Rows * MarkGrid.Bands];
        Activity = new float[Rows];
    }

    /// <summary>Rows of cells, the first and the last perhaps in part.</summary>
    public int Rows { get; }

    /// <summary>Mean level against the neighbours, dB, times activity. Shape (rows, 48).</summary>
    public float[] Evidence { get; }

    /// <summary>Energy of the cell over the masking threshold of its Bark band. Shape (rows, 48).</summary>
    public float[] Share { get; }

    /// <summary>Part of the row that is speech, 0 to 1. Length <see cref="Rows"/>.</summary>
    public float[] Activity { get; }

    /// <summary>Bark bands times active rows, the number of ratios that a mean noise-to-mask ratio runs over.</summary>
    public double ActiveBarks { get; private set; }

    /// <summary>Row of a host frame.</summary>
    public int RowOf(int frame) => (frame + _skip) / MarkGrid.RowFrames;

    /// <summary>Row of the pattern that a row carries.</summary>
    public int PatternRow(int row) => PatternRow(_firstRow + row);

    /// <summary>Row of the pattern that a row of the rendering carries.</summary>
    public static int PatternRow(long row) => (int)(((row % MarkGrid.Rows) + MarkGrid.Rows) % MarkGrid.Rows);

    /// <summary>Measures the host.</summary>
    public static HostCells Measure(HostFrames host, MaskingModel mask, float loudPower)
    {
        const int Guard = 2;
        const int Wide = MarkGrid.Bands + (2 * Guard);
        var cells = new HostCells(host.First, host.Count);
        var counts = new int[cells.Rows];
        var power = new float[cells.Rows * MarkGrid.Bins];
        var floor = (loudPower * 1e-9f) + 1e-12f;
        Span<float> level = stackalloc float[Wide];
        for (var frame = 0; frame < host.Count; frame++)
        {
            var row = cells.RowOf(frame);
            var bins = host.Power(frame);
            var sum = 0f;
            for (var bin = 0; bin < MarkGrid.Bins; bin++)
            {
                power[(row * MarkGrid.Bins) + bin] += bins[bin];
                sum += bins[bin];
            }

            counts[row]++;
            if (sum < loudPower * 1e-4f || sum <= 1e-9f)
            {
                continue;
            }

            cells.Activity[row]++;
            for (var band = 0; band < Wide; band++)
            {
                var bin = MarkGrid.FirstBin + ((band - Guard) * MarkGrid.BinsPerBand);
                level[band] = 10 * MathF.Log10(bins[bin] + bins[bin + 1] + floor);
            }

            for (var band = 0; band < MarkGrid.Bands; band++)
            {
                cells.Evidence[(row * MarkGrid.Bands) + band] += level[band + 2]
                    - (BandEvidence.NearWeight * (level[band + 1] + level[band + 3])) - (BandEvidence.FarWeight * (level[band] + level[band + 4]));
            }
        }

        var thresholds = new float[mask.Barks];
        for (var row = 0; row < cells.Rows; row++)
        {
            var count = Math.Max(1, counts[row]);
            var bins = power.AsSpan(row * MarkGrid.Bins, MarkGrid.Bins);
            foreach (ref var bin in bins)
            {
                bin /= count;
            }

            mask.Thresholds(bins, thresholds);
            cells.Activity[row] /= count;
            cells.ActiveBarks += cells.Activity[row] * mask.Barks;
            for (var band = 0; band < MarkGrid.Bands; band++)
            {
                var bin = MarkGrid.FirstBin + (band * MarkGrid.BinsPerBand);
                cells.Share[(row * MarkGrid.Bands) + band] = (bins[bin] / thresholds[mask.BarkOf(bin)]) + (bins[bin + 1] / thresholds[mask.BarkOf(bin + 1)]);
                cells.Evidence[(row * MarkGrid.Bands) + band] /= count;
            }
        }

        RemoveMeans(cells);
        return cells;
    }

    // A detector takes the mean of each band over the file off; here the part at hand stands for the file.
    private static void RemoveMeans(HostCells cells)
    {
        for (var band = 0; band < MarkGrid.Bands; band++)
        {
            double sum = 0, weight = 1e-9;
            for (var row = 0; row < cells.Rows; row++)
            {
                sum += cells.Evidence[(row * MarkGrid.Bands) + band];
                weight += cells.Activity[row];
            }

            for (var row = 0; row < cells.Rows; row++)
            {
                cells.Evidence[(row * MarkGrid.Bands) + band] -= (float)(sum / weight) * cells.Activity[row];
            }
        }
    }
}
