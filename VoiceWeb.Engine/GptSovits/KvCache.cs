using VoiceWeb.Engine.Inference;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// Keys and values of every layer for some sentences at once, in fixed memory that the network writes in place. Rows of the batch have
/// their own lengths; what lies beyond a row's length is never read. Not thread-safe.
/// </summary>
internal sealed class KvCache : IDisposable
{
    private readonly GptConfig _config;
    private readonly float[][] _keys; // per layer (slots, heads, capacity, cached head width)
    private readonly float[][] _values;
    private readonly int _slots;
    private List<Tensor> _bound = [];

    public KvCache(GptConfig config, int slots, int capacity)
    {
        _config = config;
        _slots = slots;
        Capacity = capacity;
        _keys = [.. Enumerable.Range(0, config.Layers).Select(_ => Allocate())];
        _values = [.. Enumerable.Range(0, config.Layers).Select(_ => Allocate())];
    }

    /// <summary>Rows that a sentence can have.</summary>
    public int Capacity { get; private set; }

    private int RowSize => _config.Heads * Capacity * _config.CachedHeadWidth;

    /// <summary>Puts the keys and values of a whole prefill into a slot.</summary>
    /// <param name="slot">Which sentence.</param>
    /// <param name="layer">Which layer.</param>
    /// <param name="keys">(rows, width).</param>
    /// <param name="values">(rows, width).</param>
    public void Load(int slot, int layer, ReadOnlySpan<float> keys, ReadOnlySpan<float> values)
    {
        Scatter(keys, _keys[layer].AsSpan(slot * RowSize, RowSize));
        Scatter(values, _values[layer].AsSpan(slot * RowSize, RowSize));
    }

    /// <summary>Moves a sentence to another slot.</summary>
    public void Move(int from, int to)
    {
        foreach (var cache in (float[][])[.. _keys, .. _values])
        {
            cache.AsSpan(from * RowSize, RowSize).CopyTo(cache.AsSpan(to * RowSize, RowSize));
        }
    }

    /// <summary>Makes room for longer sentences. What is bound must be bound again.</summary>
    public void Grow(int capacity)
    {
        var old = Capacity;
        Release();
        Capacity = capacity;
        for (var layer = 0; layer < _config.Layers; layer++)
        {
            _keys[layer] = Enlarge(_keys[layer], old);
            _values[layer] = Enlarge(_values[layer], old);
        }
    }

    /// <summary>Binds the first slots as input and as output.</summary>
    public void Bind(BoundRun run, int slots)
    {
        var old = _bound;
        _bound = [];
        for (var layer = 0; layer < _config.Layers; layer++)
        {
            var (keys, values) = GptGraph.CacheNames(layer);
            BindOne(run, keys, _keys[layer], slots);
            BindOne(run, values, _values[layer], slots);
        }

        old.ForEach(tensor => tensor.Dispose());
    }

    public void Dispose() => Release();

    private void Release()
    {
        _bound.ForEach(tensor => tensor.Dispose());
        _bound = [];
    }

    private void BindOne(BoundRun run, string name, float[] cache, int slots)
    {
        var tensor = Tensor.Of(cache.AsMemory(0, slots * RowSize), slots, _config.Heads, Capacity, _config.CachedHeadWidth);
        _bound.Add(tensor);
        run.Input(name, tensor);
        run.Output(name + "_out", tensor);
    }

    private float[] Allocate() => new float[checked(_slots * RowSize)];

    private float[] Enlarge(float[] cache, int oldCapacity)
    {
        var larger = Allocate();
        var strip = oldCapacity * _config.CachedHeadWidth;
        for (var i = 0; i < _slots * _config.Heads; i++)
        {
            cache.AsSpan(i * strip, strip).CopyTo(larger.AsSpan(i * Capacity * _config.CachedHeadWidth));
        }

        return larger;
    }

    private void Scatter(ReadOnlySpan<float> rows, Span<float> slot)
    {
        var (heads, size) = (_config.Heads, _config.HeadWidth);
        for (var row = 0; row < rows.Length / _config.Width; row++)
        {
            for (var head = 0; head < heads; head++)
            {
                rows.Slice(row * _config.Width + head * size, size).CopyTo(slot[((head * Capacity + row) * _config.CachedHeadWidth)..]);
            }
        }
    }
}
