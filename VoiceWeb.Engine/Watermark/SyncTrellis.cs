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
    private const float JumpCost = 11f; // ln 256 for the place, the rest for being rare
    private const float EnterCost = 8f;
    private const float LeaveCost = 2f;

    private readonly float[] _sync; // (rows, bands)
    private float[] _scores = new float[Lags];
    private float[] _nextScores = new float[Lags];
    private readonly float[] _evidence = new float[Lags];
    private short[] _from = []; // (blocks, lags): lag one block before, -1 for "nothing there"
    private int[] _absentFrom = []; // (blocks): lag left for "nothing there", -1 if it was so already

    public SyncTrellis(MarkPattern pattern) => _sync = pattern.Sync;

    /// <summary>Finds the best course.</summary>
    /// <param name="grid">The file at one pitch and tempo.</param>
    public MarkPath Follow(CellGrid grid)
    {
        var blocks = grid.Blocks;
        if (_from.Length < blocks * Lags)
        {
            _from = new short[blocks * Lags];
            _absentFrom = new int[blocks];
        }

        var absent = 0f;
        var best = float.NegativeInfinity;
        var bestLag = 0;
        Array.Fill(_scores, float.NegativeInfinity);
        for (var block = 0; block < blocks; block++)
        {
            Weigh(grid, block);
            var jump = best - JumpCost;
            var enter = absent - EnterCost;
            var fresh = Math.Max(jump, enter);
            var freshFrom = (short)(jump >= enter ? bestLag : -1);
            var from = _from.AsSpan(block * Lags, Lags);
            var nextBest = float.NegativeInfinity;
            var nextBestLag = 0;
            for (var lag = 0; lag < Lags; lag++)
            {
                var value = _scores[lag];
                var source = (short)lag;
                var down = (lag + Lags - 1) & (Lags - 1);
                var up = (lag + 1) & (Lags - 1);
                if (_scores[down] - CreepCost > value)
                {
                    value = _scores[down] - CreepCost;
                    source = (short)down;
                }

                if (_scores[up] - CreepCost > value)
                {
                    value = _scores[up] - CreepCost;
                    source = (short)up;
                }

                if (fresh > value)
                {
                    value = fresh;
                    source = freshFrom;
                }

                value += _evidence[lag];
                _nextScores[lag] = value;
                from[lag] = source;
                if (value > nextBest)
                {
                    nextBest = value;
                    nextBestLag = lag;
                }
            }

            var leaves = best - LeaveCost > absent;
            _absentFrom[block] = leaves ? bestLag : -1;
            absent = leaves ? best - LeaveCost : absent;
            (_scores, _nextScores) = (_nextScores, _scores);
            best = nextBest;
            bestLag = nextBestLag;
        }

        var lags = new short[blocks];
        var current = best > absent ? bestLag : -1;
        for (var block = blocks - 1; block >= 0; block--)
        {
            lags[block] = (short)current;
            current = current < 0 ? _absentFrom[block] : _from[(block * Lags) + current];
        }

        return new MarkPath(grid, lags, Math.Max(best, absent));
    }

    /// <summary>Log-likelihood ratio of each lag in one block, "the pattern is here" against "nothing is".</summary>
    private void Weigh(CellGrid grid, int block)
    {
        const float SyncCells = MarkGrid.Bands / 3f;
        for (var i = 0; i < MarkGrid.RowFrames; i++)
        {
            var position = (block * MarkGrid.RowFrames) + i;
            var cells = grid.Cells(position);
            var gain = grid.Gain(block, position);
            var expected = CellGrid.ExpectedDb * MarkGrid.RowFrames * grid.Activity[position];
            var penalty = SyncCells * expected * gain / 2;
            for (var row = 0; row < MarkGrid.Rows; row++)
            {
                var lag = ((row * MarkGrid.RowFrames) - position) & (Lags - 1);
                var sum = Lanes.Dot(cells, _sync.AsSpan(row * MarkGrid.Bands, MarkGrid.Bands));
                _evidence[lag] = (gain * sum) - penalty;
            }
        }
    }
}
