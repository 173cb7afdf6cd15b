using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// Slides the chosen rows of a file along sketches, one after the other. A few rows decide whether the rest is compared. Not thread-safe.
/// </summary>
/// <remarks>
/// Each sketch is laid between zeros, so that no row needs a look whether it lies inside. A row that lies outside then seems to differ in
/// as many bits as the file's row has set: that is known beforehand for every start, and the limits are raised by it.
/// </remarks>
internal sealed class SketchScan
{
    private const int FewRows = 4; // compared first
    private const double FewAgreement = 0.53;
    private const int FirstRows = 10; // and then
    private const double FirstAgreement = 0.54;
    private const int LeastRows = 8; // overlap needed

    private readonly int[] _blocks;
    private readonly ulong[] _wanted;
    private readonly int _last;
    private readonly int _remainder;
    private readonly int _step;
    private readonly int _least;
    private readonly int _earliest; // start at which enough rows lie inside
    private readonly int _reach; // rows of the sketch that must lie behind a start
    private readonly ScanLimits _few;
    private readonly ScanLimits _first;
    private readonly ScanLimits _all;
    private ulong[] _padded = []; // zeros, the sketch, zeros
    private (int Start, int Different)[] _left = []; // starts that are still to be compared further
    private int _rows; // of the sketch that lies there

    /// <param name="query">The rows of the file.</param>
    /// <param name="remainder">Rows of a sketch where the file may start are this one ...</param>
    /// <param name="step">... and every one so many further. Positive.</param>
    public SketchScan(SketchQuery query, int remainder, int step)
    {
        (_blocks, _wanted, _last, _remainder, _step) = (query.Blocks, query.Codes, query.LastBlock, remainder, step);
        _least = Math.Min(LeastRows, _blocks.Length);
        int[] sorted = [.. _blocks.Order()];
        (_earliest, _reach) = sorted.Length == 0 ? (0, 0) : (-sorted[^_least], sorted[_least - 1]);
        _few = new ScanLimits(query, Math.Min(FewRows, _blocks.Length), (1 - FewAgreement) * SketchIndex.CodeBits);
        _first = new ScanLimits(query, Math.Min(FirstRows, _blocks.Length), (1 - FirstAgreement) * SketchIndex.CodeBits);
        _all = new ScanLimits(query, _blocks.Length, 0);
    }

    /// <summary>The row of a sketch where the file fits best, and how well: 0.5 is chance, 1 the same.</summary>
    /// <param name="codes">The sketch, a code per row.</param>
    public (int Start, double Agreement) BestStart(ulong[] codes)
    {
        Lay(codes);
        var count = _few.Rows == FewRows ? CompareFour(codes.Length) : CompareFew(codes.Length);
        count = CompareFirst(codes.Length, count);
        var (bestStart, best) = (0, 0.0);
        for (var i = 0; i < count; i++)
        {
            var (start, different) = _left[i];
            var rows = _all.Inside(start, codes.Length);
            if (rows < _least)
            {
                continue;
            }

            different += Different(start, _first.Rows, _all.Rows) - _all.Seeming(start, codes.Length);
            // Fewer rows agree well by chance more easily: the excess counts with the square root of their number.
            var equal = 1 - ((double)different / (rows * SketchIndex.CodeBits));
            var agreement = 0.5 + ((equal - 0.5) * Math.Sqrt((double)rows / _blocks.Length));
            if (agreement > best)
            {
                (bestStart, best) = (start, agreement);
            }
        }

        return (bestStart, best);
    }

    // The file's rows reach as far to either side of the sketch as the last of them lies behind the start.
    private void Lay(ulong[] codes)
    {
        if (_padded.Length < codes.Length + (2 * _last) + 1)
        {
            _padded = new ulong[codes.Length + (2 * _last) + 1];
            _left = new (int, int)[codes.Length + _last + 1];
            _rows = 0;
        }

        codes.CopyTo(_padded, _last);
        if (_rows > codes.Length)
        {
            Array.Clear(_padded, _last + codes.Length, _rows - codes.Length);
        }

        _rows = codes.Length;
    }

    private int FirstStart() => _earliest + ((((_remainder - _earliest) % _step) + _step) % _step);

    /// <summary>Compares four rows at every start. Each start is written down and the next takes its place unless it stays: no branch to guess.</summary>
    /// <returns>How many starts stay.</returns>
    private int CompareFour(int length)
    {
        var (first, second, third, fourth) = (_blocks[0], _blocks[1], _blocks[2], _blocks[3]);
        var (one, two, three, four) = (_wanted[0], _wanted[1], _wanted[2], _wanted[3]);
        ref var row = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_padded), _last);
        ref var left = ref MemoryMarshal.GetArrayDataReference(_left);
        var count = 0;
        for (var start = FirstStart(); start < length - _reach; start += _step)
        {
            ref var at = ref Unsafe.Add(ref row, start);
            var different = BitOperations.PopCount(Unsafe.Add(ref at, first) ^ one) + BitOperations.PopCount(Unsafe.Add(ref at, second) ^ two)
                + BitOperations.PopCount(Unsafe.Add(ref at, third) ^ three) + BitOperations.PopCount(Unsafe.Add(ref at, fourth) ^ four);
            Unsafe.Add(ref left, count) = (start, different);
            count += different <= _few.Of(start, length) ? 1 : 0;
        }

        return count;
    }

    private int CompareFew(int length)
    {
        var count = 0;
        for (var start = FirstStart(); start < length - _reach; start += _step)
        {
            var different = Different(start, 0, _few.Rows);
            _left[count] = (start, different);
            count += different <= _few.Of(start, length) ? 1 : 0;
        }

        return count;
    }

    private int CompareFirst(int length, int count)
    {
        var left = 0;
        for (var i = 0; i < count; i++)
        {
            var (start, different) = _left[i];
            different += Different(start, _few.Rows, _first.Rows);
            _left[left] = (start, different);
            left += different <= _first.Of(start, length) ? 1 : 0;
        }

        return left;
    }

    private int Different(int start, int from, int to)
    {
        var different = 0;
        ref var row = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_padded), start + _last);
        ref var block = ref MemoryMarshal.GetArrayDataReference(_blocks);
        ref var wanted = ref MemoryMarshal.GetArrayDataReference(_wanted);
        for (var k = from; k < to; k++)
        {
            different += BitOperations.PopCount(Unsafe.Add(ref row, Unsafe.Add(ref block, k)) ^ Unsafe.Add(ref wanted, k));
        }

        return different;
    }
}
