using System.Numerics;

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
    private const int FewRows = 4; // and of these, first
    private const double FewAgreement = 0.52;
    private const int FirstRows = 10; // and then
    private const double FirstAgreement = 0.53;
    private const int PhaseStep = 4; // frames: half a cell, so that a place is at most a quarter of a cell off
    private const int LeastRows = 8; // overlap needed
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

        var best = new PriorityQueue<SketchPlace, double>();
        for (var i = 0; i < entries.Length; i++)
        {
            if ((i & 1023) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            var (start, agreement) = BestStart(entries[i].Codes, query, remainder, step);
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

    private static (int Start, double Agreement) BestStart(ulong[] codes, SketchQuery query, int remainder, int step)
    {
        var bestStart = 0;
        var best = 0.0;
        var least = Math.Min(LeastRows, query.Blocks.Length);
        var first = -query.LastBlock;
        first += (((remainder - first) % step) + step) % step;
        for (var start = first; start < codes.Length; start += step)
        {
            int different = 0, rows = 0;
            Compare(codes, query, start, 0, FewRows, ref different, ref rows);
            if (different > (1 - FewAgreement) * MarkGrid.Bands * rows)
            {
                continue;
            }

            Compare(codes, query, start, FewRows, FirstRows, ref different, ref rows);
            if (different > (1 - FirstAgreement) * MarkGrid.Bands * rows)
            {
                continue;
            }

            Compare(codes, query, start, FirstRows, query.Blocks.Length, ref different, ref rows);
            if (rows < least)
            {
                continue;
            }

            // Fewer rows agree well by chance more easily: the excess counts with the square root of their number.
            var equal = 1 - ((double)different / (rows * MarkGrid.Bands));
            var agreement = 0.5 + ((equal - 0.5) * Math.Sqrt((double)rows / query.Blocks.Length));
            if (agreement > best)
            {
                best = agreement;
                bestStart = start;
            }
        }

        return (bestStart, best);
    }

    private static void Compare(ulong[] codes, SketchQuery query, int start, int from, int to, ref int different, ref int rows)
    {
        var blocks = query.Blocks;
        var wanted = query.Codes;
        for (var k = from; k < Math.Min(to, blocks.Length); k++)
        {
            var row = start + blocks[k];
            if ((uint)row < (uint)codes.Length)
            {
                rows++;
                different += BitOperations.PopCount(codes[row] ^ wanted[k]);
            }
        }
    }

    private sealed record Entry(WatermarkId Id, RenderingSketch Sketch, ulong[] Codes);
}
