using System.Numerics.Tensors;
using VoiceWeb.Engine.GptSovits.Kernels;

namespace VoiceWeb.Engine.GptSovits.DirectStep;

/// <summary>
/// Keys and values of some sentences, kept as <typeparamref name="T"/>, and the steps over them. Rows of the batch know nothing of each other.
/// Several threads share a step where the processor has nothing else to do; no number depends on how many. Not thread-safe.
/// </summary>
internal sealed unsafe class DirectStepCaches<T> : IStepCaches
    where T : struct, IStoredNumber
{
    private readonly DirectStepNetwork _network;
    private readonly GptConfig _config;
    private readonly StepBoard _board;
    private readonly StepCrew _crew;
    private readonly StepWork[] _works; // one a member
    private readonly int _slots;
    private AlignedMemory _caches; // (slots, layers, 2, heads, capacity, head width)
    private IReadOnlyList<StepRow> _rows = [];

    public DirectStepCaches(DirectStepNetwork network, int slots, int capacity)
    {
        (_network, _config, _slots) = (network, network.Config, slots);
        Capacity = Padded(capacity);
        _caches = new AlignedMemory(SlotBytes * slots);
        _board = new StepBoard(_config, slots);
        _crew = new StepCrew(network.CrewSize, Step);
        _works = new StepWork[network.CrewSize];
        OpenWorks();
    }

    public int Capacity { get; private set; }

    private int RowBytes => _config.HeadWidth * T.Size;

    private long HeadBytes => (long)Capacity * RowBytes;

    private long SlotBytes => 2L * _config.Layers * _config.Heads * HeadBytes;

    public bool TryPrefill(int slot, SemanticRequest request, Span<float> logits, CancellationToken cancellationToken)
    {
        if (_network.Text is not { } text || !DirectPrefill.Fits(_config))
        {
            return false;
        }

        using var busy = _network.Load.Enter();
        using var prefill = new DirectPrefill(_network, text, request);
        var width = _config.Width;
        for (var layer = 0; layer < _config.Layers; layer++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            prefill.Project(layer);
            for (var row = 0; row < prefill.Rows; row++)
            {
                var own = prefill.Joint + row * prefill.JointStride;
                Put(slot, layer, row, new ReadOnlySpan<float>(own + width, width), new ReadOnlySpan<float>(own + 2 * width, width));
            }

            prefill.Finish(layer);
        }

        var work = _works[0];
        _network.Head.Prepare(prefill.Last, 1, work);
        _network.Head.Multiply(prefill.Last, _board.Logits, 1, new TileRange(0, _network.Head.Tiles), work);
        new ReadOnlySpan<float>(_board.Logits, _config.Codes).CopyTo(logits);
        return true;
    }

    public void Load(int slot, int layer, ReadOnlySpan<float> keys, ReadOnlySpan<float> values)
    {
        var rows = keys.Length / _config.Width;
        for (var row = 0; row < rows; row++)
        {
            Put(slot, layer, row, keys.Slice(row * _config.Width, _config.Width), values.Slice(row * _config.Width, _config.Width));
        }
    }

    public void Move(int from, int to) => Buffer.MemoryCopy(_caches.Start + from * SlotBytes, _caches.Start + to * SlotBytes, SlotBytes, SlotBytes);

    public void Grow(int capacity)
    {
        var (old, oldHead) = (_caches, HeadBytes);
        Capacity = Padded(capacity);
        _caches = new AlignedMemory(SlotBytes * _slots);
        for (long head = 0; head < (long)_slots * _config.Layers * 2 * _config.Heads; head++)
        {
            Buffer.MemoryCopy(old.Start + head * oldHead, _caches.Start + head * HeadBytes, oldHead, oldHead);
        }

        old.Dispose();
        Array.ForEach(_works, work => work.Dispose());
        OpenWorks();
    }

    public void Run(IReadOnlyList<StepRow> rows, Span<float> logits, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _rows = rows;
        using (_network.Load.Enter())
        {
            _crew.Run(together: _network.Load.IsAlone);
        }

        for (var row = 0; row < rows.Count; row++)
        {
            new ReadOnlySpan<float>(_board.Logits + row * _network.Head.Outputs, _config.Codes).CopyTo(logits[(row * _config.Codes)..]);
        }
    }

    public void Dispose()
    {
        _crew.Dispose();
        _caches.Dispose();
        _board.Dispose();
        Array.ForEach(_works, work => work.Dispose());
    }

    private static int Padded(int capacity) => (capacity + AttentionKernels.Group - 1) / AttentionKernels.Group * AttentionKernels.Group;

    private void OpenWorks()
    {
        for (var member = 0; member < _works.Length; member++)
        {
            _works[member] = new StepWork(_config, _slots, Capacity);
        }
    }

    /// <summary>
    /// One member's part of a step. Who computes a head's query, key and value attends with it too; between two matrices all meet, and what is cheap
    /// (embedding, rounding, norms) everybody does for himself.
    /// </summary>
    private void Step(int member, int members)
    {
        var (width, count, work) = (_config.Width, _rows.Count, _works[member]);
        Embed(work);
        for (var layer = 0; layer < _config.Layers; layer++)
        {
            var own = _network.Layers[layer];
            own.Joint.Prepare(work.Hidden, count, work);
            Attend(layer, TileRange.Share(_config.Heads, member, members), work);
            _crew.Meet();
            Multiply(own.Projection, _board.Attention, _board.Result);
            _crew.Meet();
            RowNorm.Add(work.Hidden, _board.Result, width, own.Norm1, count, width);
            Multiply(own.Inner, work.Hidden, _board.Inner);
            _crew.Meet();
            var inner = new Span<float>(work.Scaled, count * 4 * width);
            TensorPrimitives.Max(new ReadOnlySpan<float>(_board.Inner, inner.Length), 0f, inner);
            Multiply(own.Outer, work.Scaled, _board.Result);
            _crew.Meet();
            RowNorm.Add(work.Hidden, _board.Result, width, own.Norm2, count, width);
        }

        Multiply(_network.Head, work.Hidden, _board.Logits);

        void Multiply(StepMatrix matrix, float* x, float* y)
        {
            matrix.Prepare(x, count, work);
            matrix.Multiply(x, y, count, TileRange.Share(matrix.Tiles, member, members), work);
        }
    }

    private void Embed(StepWork work)
    {
        var width = _config.Width;
        for (var row = 0; row < _rows.Count; row++)
        {
            TensorPrimitives.Add(
                new ReadOnlySpan<float>(_network.Codes + _rows[row].Code * width, width),
                new ReadOnlySpan<float>(_network.Positions + (long)_rows[row].Position * width, width),
                new Span<float>(work.Hidden + row * width, width));
        }
    }

    private byte* Head(int slot, int layer, int kind, int head) =>
        _caches.Start + slot * SlotBytes + ((2L * layer + kind) * _config.Heads + head) * HeadBytes;

    private void Put(int slot, int layer, int row, ReadOnlySpan<float> keys, ReadOnlySpan<float> values)
    {
        var size = _config.HeadWidth;
        for (var head = 0; head < _config.Heads; head++)
        {
            T.Store(Head(slot, layer, 0, head) + (long)row * RowBytes, keys.Slice(head * size, size));
            T.Store(Head(slot, layer, 1, head) + (long)row * RowBytes, values.Slice(head * size, size));
        }
    }

    /// <summary>Query, key and value of some heads, and what they attend to.</summary>
    private void Attend(int layer, TileRange heads, StepWork work)
    {
        var (width, size, count) = (_config.Width, _config.HeadWidth, _rows.Count);
        var (joint, perHead, perKind) = (_network.Layers[layer].Joint, size / MatrixKernels.Tile, width / MatrixKernels.Tile);
        for (var kind = 0; kind < 3; kind++)
        {
            var first = kind * perKind;
            joint.Multiply(work.Hidden, _board.Joint, count, new TileRange(first + heads.From * perHead, first + heads.To * perHead), work);
        }

        for (var row = 0; row < count; row++)
        {
            var own = _board.Joint + row * 3 * width;
            var past = _rows[row].Past;
            for (var head = heads.From; head < heads.To; head++)
            {
                var query = own + head * size;
                var keys = Head(row, layer, 0, head);
                var values = Head(row, layer, 1, head);
                var at = (long)past * RowBytes;
                T.Store(keys + at, new ReadOnlySpan<float>(query + width, size));
                T.Store(values + at, new ReadOnlySpan<float>(query + 2 * width, size));
                var scaled = new Span<float>(query, size);
                TensorPrimitives.Multiply(scaled, T.Gain / MathF.Sqrt(size), scaled);
                AttentionKernels.Attend<T>(query, keys, values, past + 1, size, work.Scores, _board.Attention + row * width + head * size);
            }
        }
    }
}
