namespace VoiceWeb.Engine.Watermark;

/// <summary>The rows of a file that are compared with sketches: those with the most speech.</summary>
internal sealed class SketchQuery
{
    /// <param name="grid">The file at one pitch and tempo.</param>
    /// <param name="phase">Frames from the file's start to its first row, 0 to 7.</param>
    /// <param name="rows">How many rows to take at most.</param>
    public SketchQuery(CellGrid grid, int phase, int rows)
    {
        Phase = phase;
        int[] blocks = [.. Enumerable.Range(0, grid.Blocks)
            .OrderByDescending(block => grid.Activity[(block * MarkGrid.RowFrames) + phase]).ThenBy(block => block)
            .Take(rows).Order()];
        LastBlock = blocks.Length == 0 ? 0 : blocks[^1];

        // Spread over the file, so that the first few already tell.
        const int Stride = 5;
        Blocks = [.. Enumerable.Range(0, blocks.Length).OrderBy(k => k % Stride).ThenBy(k => k).Select(k => blocks[k])];
        Codes = Array.ConvertAll(Blocks, block => SketchIndex.Code(Row(block), Row(block + 1), Row(block + 2)));

        ReadOnlySpan<float> Row(int block) => block < grid.Blocks ? grid.Cells((block * MarkGrid.RowFrames) + phase) : [];
    }

    /// <summary>Frames from the file's start to its first row.</summary>
    public int Phase { get; }

    /// <summary>Blocks taken, in the order in which to compare them.</summary>
    public int[] Blocks { get; }

    /// <summary>Their codes.</summary>
    public ulong[] Codes { get; }

    /// <summary>The last of them in the file.</summary>
    public int LastBlock { get; }
}
