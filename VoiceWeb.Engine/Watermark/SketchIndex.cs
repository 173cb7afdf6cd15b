namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// Finds the renderings that a file may be a copy of, among 100,000 and more, by their sketches. Thread-safe.
/// </summary>
/// <remarks>
/// Every row of a sketch becomes 48 bits: is the band above or below its neighbours. Rows are compared by counting differing bits
/// (Haitsma and Kalker, "A highly robust audio fingerprinting system", ISMIR 2002), all of them, without hashing: damaged speech
/// changes a quarter of the bits, and few rows survive as a whole. A first handful of rows decides whether the rest is looked at.
/// </remarks>
public sealed class SketchIndex
{
    private const int Wanted = 20; // places returned
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
        return Find(new SketchQuery(grid, phase, QueryRows), row, MarkGrid.Rows, cancellationToken);
    }

    /// <summary>Renderings that fit anywhere.</summary>
    internal List<SketchPlace> FindAnywhere(CellGrid grid, CancellationToken cancellationToken)
    {
        var places = new List<SketchPlace>();
        for (var phase = 0; phase < MarkGrid.RowFrames; phase += PhaseStep)
        {
            places.AddRange(Find(new SketchQuery(grid, phase, QueryRows / 2), 0, 1, cancellationToken));
        }

        return [.. places.OrderByDescending(place => place.Agreement).Take(Wanted)];
    }

    /// <summary>One bit per band: above its neighbours or not.</summary>
    internal static ulong Code(ReadOnlySpan<float> bands)
    {
        var code = 0UL;
        for (var band = 0; band < MarkGrid.Bands; band++)
        {
            code |= bands[band] > 0 ? 1UL << band : 0;
        }

        return code;
    }

    private static ulong[] Codes(float[] evidence)
    {
        var codes = new ulong[evidence.Length / MarkGrid.Bands];
        for (var row = 0; row < codes.Length; row++)
        {
            codes[row] = Code(evidence.AsSpan(row * MarkGrid.Bands, MarkGrid.Bands));
        }

        return codes;
    }

    private List<SketchPlace> Find(SketchQuery query, int remainder, int step, CancellationToken cancellationToken)
    {
        Entry[] entries;
        lock (_lock)
        {
            entries = [.. _entries.Values];
        }

        var scan = new SketchScan(query, remainder, step);
        var best = new PriorityQueue<SketchPlace, double>();
        for (var i = 0; i < entries.Length; i++)
        {
            if ((i & 1023) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            var (start, agreement) = scan.BestStart(entries[i].Codes);
            if (agreement > 0.5 && (best.Count < Wanted || best.TryPeek(out _, out var worst) && agreement > worst))
            {
                best.Enqueue(new SketchPlace(entries[i].Id, entries[i].Sketch, start, query.Phase, agreement), agreement);
                if (best.Count > Wanted)
                {
                    best.Dequeue();
                }
            }
        }

        return [.. best.UnorderedItems.Select(item => item.Element).OrderByDescending(place => place.Agreement)];
    }

    private sealed record Entry(WatermarkId Id, RenderingSketch Sketch, ulong[] Codes);
}
