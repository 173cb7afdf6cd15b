namespace VoiceWeb.Engine.Watermark;

/// <summary>How like a file is to a rendering where a fingerprint placed it: all levels of all rows, not bits of some.</summary>
internal static class SketchLikeness
{
    /// <summary>The best of some places in one sketch, with its likeness.</summary>
    /// <param name="grid">The file at one pitch and tempo, unlimited.</param>
    /// <param name="places">Places in the same sketch. At least one.</param>
    public static SketchPlace Judge(CellGrid grid, ReadOnlySpan<SketchPlace> places)
    {
        var sketch = places[0].Sketch.Evidence();
        var best = places[0] with { Likeness = double.MinValue };
        foreach (var place in places)
        {
            var likeness = Likeness(grid, place, sketch);
            best = likeness > best.Likeness ? place with { Likeness = likeness } : best;
        }

        return best;
    }

    private static double Likeness(CellGrid grid, SketchPlace place, ReadOnlySpan<float> sketch)
    {
        double product = 0, own = 0, remembered = 0;
        var rows = 0;
        for (var block = Math.Max(0, -place.Start); block < grid.Blocks && block + place.Start < place.Sketch.Rows; block++)
        {
            var position = (block * MarkGrid.RowFrames) + place.Phase;
            var activity = grid.Activity[position];
            var cells = grid.Cells(position);
            var levels = sketch.Slice((block + place.Start) * MarkGrid.Bands, MarkGrid.Bands);
            product += activity * Lanes.Dot(cells, levels);
            own += Lanes.Dot(cells, cells);
            remembered += activity * activity * Lanes.Dot(levels, levels);
            rows++;
        }

        return own <= 0 || remembered <= 0 ? 0 : product / Math.Sqrt(own * remembered) * Math.Sqrt(rows);
    }
}
