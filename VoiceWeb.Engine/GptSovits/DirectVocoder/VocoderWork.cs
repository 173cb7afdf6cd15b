using VoiceWeb.Engine.GptSovits.Kernels;

namespace VoiceWeb.Engine.GptSovits.DirectVocoder;

/// <summary>Work space of one window. Its fields hold (samples, channels) of the stage at hand, with a margin of zeros on both sides.</summary>
internal sealed unsafe class VocoderWork : IDisposable
{
    private readonly AlignedMemory[] _fields;
    private readonly AlignedMemory[] _scratch;
    private readonly AlignedMemory? _weights;
    private readonly int _margin;

    /// <param name="numbers">Samples times channels at most.</param>
    /// <param name="channels">At most.</param>
    /// <param name="margin">Samples of zeros on each side.</param>
    /// <param name="scratch">Numbers that a worker needs for itself.</param>
    /// <param name="workers">Threads at most.</param>
    /// <param name="weights">Numbers of the largest layer's weights that are widened when it runs; 0 where none are.</param>
    public VocoderWork(long numbers, int channels, int margin, long scratch, int workers, long weights)
    {
        _weights = weights == 0 ? null : new AlignedMemory(sizeof(float) * weights);
        (Numbers, _margin) = (numbers, margin);
        _fields = [.. Enumerable.Range(0, 4).Select(_ => new AlignedMemory(sizeof(float) * (numbers + 2L * margin * channels)))];
        _scratch = [.. Enumerable.Range(0, workers).Select(_ => new AlignedMemory(sizeof(float) * scratch))];
    }

    /// <summary>Samples times channels that fields have room for.</summary>
    public long Numbers { get; }

    /// <summary>First sample of a field.</summary>
    public float* Field(int field, int channels) => (float*)_fields[field].Start + (long)_margin * channels;

    /// <summary>A worker's own space.</summary>
    public float* Scratch(int worker) => (float*)_scratch[worker].Start;

    /// <summary>Where weights are widened.</summary>
    public float* Weights => _weights is null ? null : (float*)_weights.Start;

    /// <summary>Clears the margins of a field of so many samples.</summary>
    public void Fence(int field, int samples, int channels)
    {
        var length = _margin * channels;
        var first = Field(field, channels);
        new Span<float>(first - length, length).Clear();
        new Span<float>(first + (long)samples * channels, length).Clear();
    }

    public void Dispose()
    {
        Array.ForEach(_fields, field => field.Dispose());
        Array.ForEach(_scratch, scratch => scratch.Dispose());
        _weights?.Dispose();
    }
}
