namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>Fills an index with renderings that nobody made: pieces of real sketches in another order, the same voices with other words.</summary>
internal static class BenchSketches
{
    private const int PieceRows = 4; // a quarter of a second

    /// <summary>Adds so many.</summary>
    /// <param name="index">Receives them.</param>
    /// <param name="sources">Sketches to take pieces from.</param>
    /// <param name="ids">Ids to give them.</param>
    /// <param name="seed">Of chance.</param>
    public static void Add(SketchIndex index, IReadOnlyList<RenderingSketch> sources, IEnumerable<WatermarkId> ids, int seed)
    {
        const int Row = RenderingSketch.Bands;
        var chance = new Random(seed);
        var bytes = sources.Select(source => source.ToBytes()).ToArray();
        foreach (var id in ids)
        {
            var pieces = new byte[bytes[chance.Next(bytes.Length)].Length];
            for (var at = 0; at < pieces.Length; at += PieceRows * Row)
            {
                var source = bytes[chance.Next(bytes.Length)];
                var length = Math.Min(PieceRows * Row, pieces.Length - at);
                source.AsSpan(chance.Next((source.Length - length) / Row) * Row, length).CopyTo(pieces.AsSpan(at));
            }

            index.Add(id, RenderingSketch.FromBytes(pieces));
        }
    }
}
