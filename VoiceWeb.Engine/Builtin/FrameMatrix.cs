namespace VoiceWeb.Engine.Builtin;

/// <summary>Numbers of a recording, one row a frame. Shape (<see cref="Rows"/>, <see cref="Columns"/>), row-major.</summary>
internal sealed class FrameMatrix
{
    private readonly float[]? _values; // null for a stack
    private readonly FrameMatrix[]? _parts;
    private readonly int[]? _starts; // first row of every part

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
        _values = values;
    }

    private FrameMatrix(FrameMatrix[] parts, int columns)
    {
        _parts = parts;
        _starts = new int[parts.Length];
        for (var p = 0; p < parts.Length; p++)
        {
            _starts[p] = Rows;
            Rows += parts[p].Rows;
        }

        Columns = columns;
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>All values, row after row. Not of a stack, whose rows lie in several places.</summary>
    public float[] Values => _values ?? throw new InvalidOperationException("The rows of a stack do not lie one after the other.");

    public Span<float> this[int row]
    {
        get
        {
            if (_values is not null)
            {
                return _values.AsSpan(row * Columns, Columns);
            }

            var part = Array.BinarySearch(_starts!, row);
            part = part < 0 ? ~part - 1 : part;
            return _parts![part][row - _starts![part]];
        }
    }

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

    /// <summary>These rows above those. Nothing is copied: who changes a part changes the stack.</summary>
    public static FrameMatrix Stack(IEnumerable<FrameMatrix> parts, int columns) =>
        new([.. parts.Where(part => part.Rows > 0)], columns);
}
