using VoiceWeb.Engine.GptSovits.Kernels;

namespace VoiceWeb.Engine.GptSovits.DirectStep;

/// <summary>Rows of numbers in one piece of memory, each at the start of a cache line.</summary>
internal sealed unsafe class StepSpace : IDisposable
{
    private const int CacheLine = 64;

    private readonly AlignedMemory _memory;
    private readonly long[] _starts;

    /// <param name="counts">Numbers of each row.</param>
    public StepSpace(ReadOnlySpan<long> counts)
    {
        _starts = new long[counts.Length];
        long at = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            _starts[i] = at;
            at += (counts[i] * sizeof(float) + CacheLine - 1) / CacheLine * CacheLine;
        }

        _memory = new AlignedMemory(Math.Max(CacheLine, at));
    }

    /// <summary>The first number of a row.</summary>
    public float* this[int row] => (float*)(_memory.Start + _starts[row]);

    public void Dispose() => _memory.Dispose();
}
