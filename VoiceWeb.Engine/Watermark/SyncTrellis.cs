using System.Numerics;
using System.Runtime.InteropServices;

namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// Follows the pattern along a file: at every row of 64 ms the lag (where the pattern stands against the file) stays, creeps by
/// one frame, or jumps where something was cut out or put in; or nothing is there. The best course is found by Viterbi's method.
/// Not thread-safe: keeps its work space.
/// </summary>
internal sealed class SyncTrellis
{
    private const int Lags = MarkGrid.PeriodFrames;
    private const float CreepCost = 4f; // natural logarithms of odds
    private const float JumpCost = 9f; // ln 256 for the place, the rest for being rare
    private const float EnterCost = 7f;
    private const float LeaveCost = 2f;
    private const int Margin = 16; // lags repeated on either side, so that neighbours need no wrap

    private static readonly Vector<int> One = new(1);
    private static readonly Vector<int> Two = new(2);
    private static readonly Vector<int> Three = new(3);

    private readonly float[] _sync; // (bands, rows): transposed, to weigh all rows at once
    private readonly float _cellsPerRow;
    private readonly float[] _penalties = new float[MarkGrid.RowFrames];
    private readonly float[] _evidence = new float[Lags];
    private readonly float[] _sums = new float[Lags];
    private float[] _scores = new float[Lags + (2 * Margin)];
    private float[] _nextScores = new float[Lags + (2 * Margin)];
    private int[] _moves = []; // (blocks, lags): 0 stay, 1 from the lag below, 2 from the one above, 3 fresh
    private int[] _freshFrom = []; // (blocks): lag that a fresh one jumped from, -1 for "nothing there"
    private int[] _absentFrom = []; // (blocks): lag left for "nothing there", -1 if it was so already

    /// <param name="signs">
    /// Signs of the cells that are known, 0 where nothing is known: those of synchronisation, or all of one word. Shape (rows, bands).
    /// </param>
    public SyncTrellis(ReadOnlySpan<float> signs)
    {
        _sync = new float[MarkGrid.Cells];
        var known = 0;
        for (var cell = 0; cell < MarkGrid.Cells; cell++)
        {
            _sync[(cell % MarkGrid.Bands * MarkGrid.Rows) + (cell / MarkGrid.Bands)] = signs[cell];
            known += signs[cell] != 0 ? 1 : 0;
        }

        _cellsPerRow = (float)known / MarkGrid.Rows;
    }

    /// <summary>What the synchronisation cells say at every block and lag.</summary>
    /// <param name="grid">The file at one pitch and tempo.</param>
    public SyncEvidence Weigh(CellGrid grid)
    {
        var evidence = new SyncEvidence(grid);
        Span<float> rows = stackalloc float[MarkGrid.Rows];
        var sums = MemoryMarshal.Cast<float, Vector<float>>(rows);
        for (var block = 0; block < grid.Blocks; block++)
        {
            var lags = evidence.Block(block);
            for (var i = 0; i < MarkGrid.RowFrames; i++)
            {
                var position = (block * MarkGrid.RowFrames) + i;
                var cells = grid.Cells(position);
                var gain = grid.Gain(block, position);
                evidence.Norms[position] = gain * gain * grid.Variance[block];
                evidence.Expected[position] = gain * CellGrid.ExpectedDb * MarkGrid.RowFrames * grid.Activity[position];
                if (gain == 0)
                {
                    continue;
                }

                sums.Clear();
                for (var band = 0; band < MarkGrid.Bands; band++)
                {
                    var cell = new Vector<float>(gain * cells[band]);
                    var signs = MemoryMarshal.Cast<float, Vector<float>>(_sync.AsSpan(band * MarkGrid.Rows, MarkGrid.Rows));
                    for (var k = 0; k < sums.Length; k++)
                    {
                        sums[k] += cell * signs[k];
                    }
                }

                for (var row = 0; row < MarkGrid.Rows; row++)
                {
                    lags[((row * MarkGrid.RowFrames) - position) & (Lags - 1)] = rows[row];
                }
            }
        }

        return evidence;
    }

    /// <summary>The one lag that fits the whole file best, as it would be without cuts.</summary>
    /// <param name="evidence">From <see cref="Weigh"/>.</param>
    /// <param name="count">How many lags to name.</param>
    public IEnumerable<MarkPath> Straight(SyncEvidence evidence, int count)
    {
        Array.Clear(_sums);
        var norms = new double[MarkGrid.RowFrames];
        for (var block = 0; block < evidence.Grid.Blocks; block++)
        {
            var lags = evidence.Block(block);
            for (var lag = 0; lag < Lags; lag++)
            {
                _sums[lag] += lags[lag];
            }

            for (var i = 0; i < MarkGrid.RowFrames; i++)
            {
                norms[i] += evidence.Norms[(block * MarkGrid.RowFrames) + i];
            }
        }

        var strengths = new float[Lags];
        for (var lag = 0; lag < Lags; lag++)
        {
            strengths[lag] = (float)(_sums[lag] / Math.Sqrt((norms[(Lags - lag) % MarkGrid.RowFrames] * _cellsPerRow) + 1e-9));
        }

        var taken = new List<int>();
        foreach (var lag in Enumerable.Range(0, Lags).OrderByDescending(l => strengths[l]))
        {
            if (taken.Count == count)
            {
                break;
            }

            if (taken.TrueForAll(other => Distance(lag, other) > 2))
            {
                taken.Add(lag);
            }
        }

        return taken.Select(lag =>
        {
            var lags = new short[evidence.Grid.Blocks];
            Array.Fill(lags, (short)lag);
            return new MarkPath(evidence.Grid, lags, strengths[lag]);
        });
    }

    /// <summary>Finds the best course.</summary>
    /// <param name="evidence">From <see cref="Weigh"/>.</param>
    /// <param name="strength">Assumed strength of the mark, 1 for fresh.</param>
    public MarkPath Follow(SyncEvidence evidence, float strength)
    {
        var blocks = evidence.Grid.Blocks;
        if (_moves.Length < blocks * Lags)
        {
            _moves = new int[blocks * Lags];
            _freshFrom = new int[blocks];
            _absentFrom = new int[blocks];
        }

        var absent = 0f;
        var best = float.NegativeInfinity;
        var bestLag = 0;
        Array.Fill(_scores, -1e30f);
        for (var block = 0; block < blocks; block++)
        {
            Load(evidence, block, strength);
            var jump = best - JumpCost;
            var enter = absent - EnterCost;
            _freshFrom[block] = jump >= enter ? bestLag : -1;
            Step(Math.Max(jump, enter), _moves.AsSpan(block * Lags, Lags));
            var leaves = best - LeaveCost > absent;
            _absentFrom[block] = leaves ? bestLag : -1;
            absent = leaves ? best - LeaveCost : absent;
            (_scores, _nextScores) = (_nextScores, _scores);
            var scores = _scores.AsSpan(Margin, Lags);
            bestLag = Lanes.IndexOfMax(scores);
            best = scores[bestLag];
        }

        return new MarkPath(evidence.Grid, FollowBack(blocks, best > absent ? bestLag : -1), Math.Max(best, absent));
    }

    private short[] FollowBack(int blocks, int current)
    {
        var lags = new short[blocks];
        for (var block = blocks - 1; block >= 0; block--)
        {
            lags[block] = (short)current;
            current = current < 0 ? _absentFrom[block] : _moves[(block * Lags) + current] switch
            {
                0 => current,
                1 => (current + Lags - 1) & (Lags - 1),
                2 => (current + 1) & (Lags - 1),
                _ => _freshFrom[block],
            };
        }

        return lags;
    }

    private void Step(float fresh, Span<int> moves)
    {
        _scores.AsSpan(Margin, Margin).CopyTo(_scores.AsSpan(Margin + Lags));
        _scores.AsSpan(Lags, Margin).CopyTo(_scores);
        var creep = new Vector<float>(CreepCost);
        var freshScore = new Vector<float>(fresh);
        ref var scores = ref MemoryMarshal.GetArrayDataReference(_scores);
        ref var next = ref MemoryMarshal.GetArrayDataReference(_nextScores);
        ref var evidence = ref MemoryMarshal.GetArrayDataReference(_evidence);
        ref var move0 = ref MemoryMarshal.GetReference(moves);
        for (var lag = 0; lag < Lags; lag += Vector<float>.Count)
        {
            var at = (nuint)(Margin + lag);
            var value = Vector.LoadUnsafe(ref scores, at);
            var move = Vector<int>.Zero;
            Take(ref value, ref move, Vector.LoadUnsafe(ref scores, at - 1) - creep, One);
            Take(ref value, ref move, Vector.LoadUnsafe(ref scores, at + 1) - creep, Two);
            Take(ref value, ref move, freshScore, Three);
            (value + Vector.LoadUnsafe(ref evidence, (nuint)lag)).StoreUnsafe(ref next, at);
            move.StoreUnsafe(ref move0, (nuint)lag);
        }
    }

    private static void Take(ref Vector<float> value, ref Vector<int> move, Vector<float> other, Vector<int> code)
    {
        var better = Vector.GreaterThan(other, value);
        value = Vector.Max(value, other);
        move = Vector.ConditionalSelect(better, code, move);
    }

    /// <summary>Log-likelihood ratio of each lag in one block, "the pattern is here" against "nothing is".</summary>
    private void Load(SyncEvidence evidence, int block, float strength)
    {
        // Eight lags in a row start their cells at the eight positions of the block, last first.
        for (var i = 0; i < MarkGrid.RowFrames; i++)
        {
            var position = (block * MarkGrid.RowFrames) + ((MarkGrid.RowFrames - i) & (MarkGrid.RowFrames - 1));
            _penalties[i] = _cellsPerRow * evidence.Expected[position] * strength * strength / 2;
        }

        var lags = evidence.Block(block);
        for (var lag = 0; lag < Lags; lag += MarkGrid.RowFrames)
        {
            for (var i = 0; i < MarkGrid.RowFrames; i++)
            {
                _evidence[lag + i] = (strength * lags[lag + i]) - _penalties[i];
            }
        }
    }

    private static int Distance(int a, int b)
    {
        var distance = Math.Abs(a - b);
        return Math.Min(distance, Lags - distance);
    }
}
