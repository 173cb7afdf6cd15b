namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// Finds the renderings that a file may be a copy of, among 100,000 and more, by their sketches. Thread-safe.
/// </summary>
/// <remarks>
/// Every row of a sketch becomes 63 bits: is the band above or below its neighbours, for the 21 lowest bands (a telephone's) of this row
/// and the two that follow. They are compared by counting differing bits (Haitsma and Kalker, "A highly robust audio fingerprinting
/// system", ISMIR 2002), all of them, without hashing: damaged speech changes a quarter of the bits, and few rows survive as a whole. A
/// first handful of rows decides whether the rest is looked at. What is left is put in order by the correlation of all levels.
/// </remarks>
public sealed class SketchIndex
{
    /// <summary>Bits of a code.</summary>
    public const int CodeBits = CodeBands * CodeRows;

    private const int CodeBands = 21; // up to 3.3 kHz: above, codecs for speech put a noise of their own
    private const int CodeRows = 3;
    private const int Wanted = 20; // places returned
    private const int Compared = 200; // places whose levels are correlated
    private const int QueryRows = 48; // of the file that are compared
    private const int PhaseStep = 4; // frames: half a cell, so that a place is at most a quarter of a cell off
    private readonly Lock _lock = new();
    private readonly Dictionary<WatermarkId, Entry> _entries = [];

    /// <summary>Number of renderings.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Takes a rendering in; a second sketch for an id replaces the first.</summary>
    public void Add(WatermarkId id, RenderingSketch sketch)
    {
        ArgumentNullException.ThrowIfNull(sketch);
        var entry = new Entry(id, sketch, Codes(sketch.Evidence()));
        lock (_lock)
        {
            _entries[id] = entry;
        }
    }

    /// <summary>Forgets a rendering.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(WatermarkId id)
    {
        lock (_lock)
        {
            return _entries.Remove(id);
        }
    }

    /// <summary>Renderings whose pattern would stand at the given lag: the place is known but for whole periods.</summary>
    internal List<SketchPlace> FindAligned(CellGrid grid, int lag, CancellationToken cancellationToken)
    {
        // The first row of the pattern that starts in the file, and where.
        var phase = (MarkGrid.RowFrames - (lag % MarkGrid.RowFrames)) % MarkGrid.RowFrames;
        var row = (phase + lag) / MarkGrid.RowFrames % MarkGrid.Rows;
        var found = Find(new SketchQuery(grid, phase, QueryRows), row, MarkGrid.Rows, cancellationToken);
        return Best(found.Select(place => SketchLikeness.Judge(grid, [place])));
    }

    /// <summary>Renderings that fit anywhere.</summary>
    internal List<SketchPlace> FindAnywhere(CellGrid grid, CancellationToken cancellationToken)
    {
        var places = new List<SketchPlace>();
        for (var phase = 0; phase < MarkGrid.RowFrames; phase += PhaseStep)
        {
            places.AddRange(Find(new SketchQuery(grid, phase, QueryRows / 2), 0, 1, cancellationToken));
        }

        return Best(places.Select(place => SketchLikeness.Judge(grid, place.Around(PhaseStep / 2))));
    }

    /// <summary>One bit per band and row: above its neighbours or not. Rows that are missing give 0.</summary>
    /// <param name="first">The row. Length 48.</param>
    /// <param name="second">The row after it, or nothing.</param>
    /// <param name="third">The row after that, or nothing.</param>
    internal static ulong Code(ReadOnlySpan<float> first, ReadOnlySpan<float> second, ReadOnlySpan<float> third) =>
        Bits(first) | (Bits(second) << CodeBands) | (Bits(third) << (2 * CodeBands));

    private static ulong Bits(ReadOnlySpan<float> row)
    {
        var bits = 0UL;
        for (var band = 0; band < Math.Min(CodeBands, row.Length); band++)
        {
            bits |= row[band] > 0 ? 1UL << band : 0;
        }

        return bits;
    }

    private static List<SketchPlace> Best(IEnumerable<SketchPlace> places) =>
        [.. places.OrderByDescending(place => place.Likeness).DistinctBy(place => (place.Id, place.Start, place.Phase)).Take(Wanted)];

    private static ulong[] Codes(float[] evidence)
    {
        var codes = new ulong[evidence.Length / MarkGrid.Bands];
        for (var row = 0; row < codes.Length; row++)
        {
            codes[row] = Code(Row(row), Row(row + 1), Row(row + 2));
        }

        return codes;

        ReadOnlySpan<float> Row(int row) => row < codes.Length ? evidence.AsSpan(row * MarkGrid.Bands, MarkGrid.Bands) : [];
    }

    private List<SketchPlace> Find(SketchQuery query, int remainder, int step, CancellationToken cancellationToken)
    {
        Entry[] entries;
        lock (_lock)
        {
            entries = [.. _entries.Values];
        }

        var scan = new SketchScan(query, remainder, step);
        var best = new PriorityQueue<(Entry Entry, int Start), double>();
        for (var i = 0; i < entries.Length; i++)
        {
            if ((i & 1023) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            var (start, agreement) = scan.BestStart(entries[i].Codes);
            if (agreement > 0.5 && (best.Count < Compared || best.TryPeek(out _, out var worst) && agreement > worst))
            {
                best.Enqueue((entries[i], start), agreement);
                if (best.Count > Compared)
                {
                    best.Dequeue();
                }
            }
        }

        return [.. best.UnorderedItems.Select(item => new SketchPlace(item.Element.Entry.Id, item.Element.Entry.Sketch, item.Element.Start, query.Phase, 0))];
    }

    private sealed record Entry(WatermarkId Id, RenderingSketch Sketch, ulong[] Codes);
}
