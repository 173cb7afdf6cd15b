namespace VoiceWeb.Engine.Builtin;

/// <summary>Numbers of a recording, one row a frame. Shape (<see cref="Rows"/>, <see cref="Columns"/>), row-major.</summary>
internal sealed class FrameMatrix
{
    public FrameMatrix(int rows, int columns)
        : this(rows, columns, new float[rows * columns])
    {
    }

    public FrameMatrix(int rows, int columns, float[] values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        if (values.Length != rows * columns)
        {
            throw new ArgumentException($"Expected {rows} x {columns} values, got {values.Length}.", nameof(values));
        }

        Rows = rows;
        Columns = columns;
        Values = values;
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>All values, row after row.</summary>
    public float[] Values { get; }

    public Span<float> this[int row] => Values.AsSpan(row * Columns, Columns);

    /// <summary>The given rows, in the given order.</summary>
    public FrameMatrix Select(IReadOnlyList<int> rows)
    {
        var picked = new FrameMatrix(rows.Count, Columns);
        for (var i = 0; i < rows.Count; i++)
        {
            this[rows[i]].CopyTo(picked[i]);
        }

        return picked;
    }

    /// <summary>These rows above those.</summary>
    public static FrameMatrix Stack(IReadOnlyList<FrameMatrix> parts, int columns)
    {
        var stacked = new FrameMatrix(parts.Sum(part => part.Rows), columns);
        var at = 0;
        foreach (var part in parts)
        {
            part.Values.CopyTo(stacked.Values, at);
            at += part.Values.Length;
        }

        return stacked;
    }
}
