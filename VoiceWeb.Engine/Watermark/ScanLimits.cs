using System.Numerics;

namespace VoiceWeb.Engine.Watermark;

/// <summary>What is known of the first few rows of a file before a sketch is seen: how many bits may seem to differ at which start.</summary>
internal sealed class ScanLimits
{
    private readonly float _limit;
    private readonly int _last;

    // By how far the start lies before the sketch, and by how many rows of the sketch lie behind the start.
    private readonly (int Rows, int Bits)[] _before;
    private readonly (int Rows, int Bits)[] _behind;
    private readonly float[] _raiseBefore;
    private readonly float[] _raiseBehind;

    /// <param name="query">The file's rows.</param>
    /// <param name="rows">How many of them.</param>
    /// <param name="limitPerRow">How many bits may differ in each.</param>
    public ScanLimits(SketchQuery query, int rows, double limitPerRow)
    {
        Rows = rows;
        _limit = (float)(limitPerRow * rows);
        _last = query.LastBlock;
        _before = new (int, int)[_last + 1];
        _behind = new (int, int)[_last + 1];
        for (var far = 0; far <= _last; far++)
        {
            for (var k = 0; k < rows; k++)
            {
                ref var side = ref query.Blocks[k] < far ? ref _before[far] : ref _behind[far];
                side = (side.Rows + 1, side.Bits + BitOperations.PopCount(query.Codes[k]));
            }
        }

        _raiseBefore = Array.ConvertAll(_before, Raise);
        _raiseBehind = Array.ConvertAll(_behind, Raise);

        float Raise((int Rows, int Bits) outside) => (float)(outside.Bits - (limitPerRow * outside.Rows));
    }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>How many bits may seem to differ.</summary>
    /// <param name="start">Row of the sketch where the file starts; negative before it.</param>
    /// <param name="length">Rows of the sketch.</param>
    public float Of(int start, int length) =>
        _limit + (start < 0 ? _raiseBefore[-start] : 0) + (length - start <= _last ? _raiseBehind[length - start] : 0);

    /// <summary>How many of the rows lie inside the sketch.</summary>
    public int Inside(int start, int length) => Rows - Before(start).Rows - Behind(start, length).Rows;

    /// <summary>How many bits seem to differ in the rows that do not.</summary>
    public int Seeming(int start, int length) => Before(start).Bits + Behind(start, length).Bits;

    private (int Rows, int Bits) Before(int start) => start < 0 ? _before[-start] : default;

    private (int Rows, int Bits) Behind(int start, int length) => length - start <= _last ? _behind[length - start] : default;
}
