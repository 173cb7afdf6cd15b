using System.Runtime.InteropServices;

namespace VoiceWeb.Engine.GptSovits.Kernels;

/// <summary>Zeroed memory outside of the collected heap. Where it is large the system is asked for large pages, which are faster to walk through.</summary>
internal sealed unsafe class AlignedMemory : IDisposable
{
    private const int CacheLine = 64, LargePage = 1 << 21;

    private void* _start;

    /// <param name="bytes">How much. Positive.</param>
    public AlignedMemory(long bytes)
    {
        Bytes = bytes;
        _start = NativeMemory.AlignedAlloc((nuint)bytes, (nuint)(bytes >= LargePage ? LargePage : CacheLine));
        if (bytes >= LargePage)
        {
            LargePages.Ask(_start, bytes);
        }

        NativeMemory.Clear(_start, (nuint)bytes);
        GC.AddMemoryPressure(bytes);
    }

    ~AlignedMemory() => Free();

    /// <summary>Its length.</summary>
    public long Bytes { get; }

    /// <summary>Its first byte; valid until disposal.</summary>
    public byte* Start => (byte*)_start;

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_start is not null)
        {
            NativeMemory.AlignedFree(_start);
            _start = null;
            GC.RemoveMemoryPressure(Bytes);
        }
    }
}
