namespace VoiceWeb.Engine.Watermark;

/// <summary>A remembered rendering that a file may be a copy of.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Sketch">Its sketch.</param>
/// <param name="Start">Row of the sketch at the file's first block; may be negative.</param>
/// <param name="Phase">Frames from the file's first block to the start of that row, 0 to 7.</param>
/// <param name="Likeness">Correlation of all levels times the root of the number of rows; mostly under 1 in size where the speech is another.</param>
internal readonly record struct SketchPlace(WatermarkId Id, RenderingSketch Sketch, int Start, int Phase, double Likeness)
{
    /// <summary>The place and those some frames before and after it.</summary>
    /// <param name="frames">How many to either side, fewer than eight.</param>
    public SketchPlace[] Around(int frames)
    {
        var places = new SketchPlace[(2 * frames) + 1];
        for (var i = 0; i < places.Length; i++)
        {
            var phase = Phase + i - frames;
            places[i] = phase < 0 ? this with { Phase = phase + MarkGrid.RowFrames, Start = Start + 1 }
                : phase >= MarkGrid.RowFrames ? this with { Phase = phase - MarkGrid.RowFrames, Start = Start - 1 }
                : this with { Phase = phase };
        }

        return places;
    }
}
