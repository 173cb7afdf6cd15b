using System.Numerics.Tensors;

namespace VoiceWeb.Engine.GptSovits.DirectStep;

/// <summary>
/// Keys and values of some sentences, kept as <typeparamref name="T"/>, and the steps over them. Rows of the batch know nothing of each other.
/// Not thread-safe.
/// </summary>
internal sealed unsafe class DirectStepCaches<T> : IStepCaches
    where T : struct, IStoredNumber
{
    private const float Epsilon = 1e-5f;

    private readonly DirectStepNetwork _network;
    private readonly GptConfig _config;
    private readonly StepWork _work;
    private readonly int _slots;
    private AlignedMemory _caches; // (slots, layers, 2, heads, capacity, head width)
    private AlignedMemory _scores;

    public DirectStepCaches(DirectStepNetwork network, int slots, int capacity)
    {
        (_network, _config, _slots) = (network, network.Config, slots);
        _work = new StepWork(_config, slots);
        Capacity = Padded(capacity);
        _caches = new AlignedMemory(SlotBytes * slots);
        _scores = new AlignedMemory(Capacity * sizeof(float));
    }

    public int Capacity { get; private set; }

    private int RowBytes => _config.HeadWidth * T.Size;

    private long HeadBytes => (long)Capacity * RowBytes;

    private long SlotBytes => 2L * _config.Layers * _config.Heads * HeadBytes;

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
        _scores.Dispose();
        _scores = new AlignedMemory(Capacity * sizeof(float));
    }

    public void Run(IReadOnlyList<StepRow> rows, Span<float> logits, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (width, count) = (_config.Width, rows.Count);
        for (var row = 0; row < count; row++)
        {
            TensorPrimitives.Add(
                new ReadOnlySpan<float>(_network.Codes + rows[row].Code * width, width),
                new ReadOnlySpan<float>(_network.Positions + (long)rows[row].Position * width, width),
                new Span<float>(_work.Hidden + row * width, width));
        }

        for (var layer = 0; layer < _config.Layers; layer++)
        {
            var own = _network.Layers[layer];
            own.Joint.Multiply(_work.Hidden, _work.Joint, count, _work);
            for (var row = 0; row < count; row++)
            {
                Attend(row, layer, rows[row].Past);
            }

            own.Projection.Multiply(_work.Attention, _work.Result, count, _work);
            AddAndNorm(own.Norm1, count);
            own.Inner.Multiply(_work.Hidden, _work.Inner, count, _work);
            var inner = new Span<float>(_work.Inner, count * 4 * width);
            TensorPrimitives.Max(inner, 0f, inner);
            own.Outer.Multiply(_work.Inner, _work.Result, count, _work);
            AddAndNorm(own.Norm2, count);
        }

        _network.Head.Multiply(_work.Hidden, _work.Logits, count, _work);
        for (var row = 0; row < count; row++)
        {
            new ReadOnlySpan<float>(_work.Logits + row * _network.Head.Outputs, _config.Codes).CopyTo(logits[(row * _config.Codes)..]);
        }
    }

    public void Dispose()
    {
        _caches.Dispose();
        _scores.Dispose();
        _work.Dispose();
    }

    private static int Padded(int capacity) => (capacity + AttentionKernels.Group - 1) / AttentionKernels.Group * AttentionKernels.Group;

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

    private void Attend(int row, int layer, int past)
    {
        var (width, size) = (_config.Width, _config.HeadWidth);
        var joint = _work.Joint + row * 3 * width;
        Put(row, layer, past, new ReadOnlySpan<float>(joint + width, width), new ReadOnlySpan<float>(joint + 2 * width, width));
        var query = new Span<float>(joint, width);
        TensorPrimitives.Multiply(query, T.Gain / MathF.Sqrt(size), query);
        for (var head = 0; head < _config.Heads; head++)
        {
            AttentionKernels.Attend<T>(
                joint + head * size, Head(row, layer, 0, head), Head(row, layer, 1, head), past + 1, size,
                (float*)_scores.Start, _work.Attention + row * width + head * size);
        }
    }

    /// <summary>hidden = norm(hidden + result), row by row.</summary>
    private void AddAndNorm(float* norm, int rows)
    {
        var width = _config.Width;
        for (var row = 0; row < rows; row++)
        {
            var x = new Span<float>(_work.Hidden + row * width, width);
            TensorPrimitives.Add(x, new ReadOnlySpan<float>(_work.Result + row * width, width), x);
            TensorPrimitives.Subtract(x, TensorPrimitives.Sum<float>(x) / width, x);
            TensorPrimitives.Multiply(x, 1 / MathF.Sqrt(TensorPrimitives.SumOfSquares<float>(x) / width + Epsilon), x);
            TensorPrimitives.MultiplyAdd(x, new ReadOnlySpan<float>(norm, width), new ReadOnlySpan<float>(norm + width, width), x);
        }
    }
}
