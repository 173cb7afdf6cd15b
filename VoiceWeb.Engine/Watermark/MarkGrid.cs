namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// The time-frequency grid that a mark is written on. Frames of 16 ms every 8 ms at 16 kHz; a cell is one band of 125 Hz held
/// for eight frames (64 ms), and carries one sign as a small change of level. The pattern repeats every 32 rows.
/// </summary>
/// <remarks>
/// Short frames with the sign held for 64 ms carry several times the evidence of long frames at the same audibility, and bear a
/// misalignment of half a cell. The first harmonics (below 650 Hz) are left alone: touching them costs more than it brings.
/// </remarks>
internal static class MarkGrid
{
    /// <summary>Rate at which marks are computed, in Hz.</summary>
    public const int Rate = 16_000;

    /// <summary>Samples per frame.</summary>
    public const int Frame = 256;

    /// <summary>Samples from one frame to the next. With a sine window on both sides the frames add up to the signal.</summary>
    public const int Hop = Frame / 2;

    /// <summary>Frequency bins per frame, 0 Hz to 8 kHz.</summary>
    public const int Bins = (Frame / 2) + 1;

    /// <summary>Bands that carry signs.</summary>
    public const int Bands = 48;

    /// <summary>First bin of the first band (688 Hz).</summary>
    public const int FirstBin = 11;

    /// <summary>Bins per band.</summary>
    public const int BinsPerBand = 2;

    /// <summary>Bins that a mark may change.</summary>
    public const int MarkedBins = Bands * BinsPerBand;

    /// <summary>Frames per row of cells.</summary>
    public const int RowFrames = 8;

    /// <summary>Rows until the pattern repeats.</summary>
    public const int Rows = 32;

    /// <summary>Frames until the pattern repeats: 256, which is 2.048 s.</summary>
    public const int PeriodFrames = Rows * RowFrames;

    /// <summary>Cells per period.</summary>
    public const int Cells = Rows * Bands;

    /// <summary>Bits of the code word that one period carries.</summary>
    public const int CodeBits = 256;

    /// <summary>Frames per second.</summary>
    public const double FrameRate = (double)Rate / Hop;
}
