namespace VoiceWeb.Engine.Watermark;

/// <summary>How well the synchronisation cells fit at every block and lag of a grid.</summary>
internal sealed class SyncEvidence(CellGrid grid)
{
    private readonly float[] _lags = new float[grid.Blocks * MarkGrid.PeriodFrames]; // (blocks, lags), natural logarithms

    /// <summary>The grid that was weighed.</summary>
    public CellGrid Grid { get; } = grid;

    /// <summary>Variance that one cell adds when there is no mark. Length positions.</summary>
    public float[] Norms { get; } = new float[grid.Positions];

    /// <summary>What one cell adds on average when there is a fresh mark. Length positions.</summary>
    public float[] Expected { get; } = new float[grid.Positions];

    /// <summary>Sums over the cells of a row, per lag. Length 256.</summary>
    public Span<float> Block(int block) => _lags.AsSpan(block * MarkGrid.PeriodFrames, MarkGrid.PeriodFrames);
}
