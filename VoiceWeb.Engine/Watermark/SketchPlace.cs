namespace VoiceWeb.Engine.Watermark;

/// <summary>A remembered rendering that a file may be a copy of.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Sketch">Its sketch.</param>
/// <param name="Start">Row of the sketch at the file's first block; may be negative.</param>
/// <param name="Phase">Frames from the file's first block to the start of that row, 0 to 7.</param>
/// <param name="Likeness">Correlation of all levels times the root of the number of rows; mostly under 1 in size where the speech is another.</param>
internal readonly record struct SketchPlace(WatermarkId Id, RenderingSketch Sketch, int Start, int Phase, double Likeness);
