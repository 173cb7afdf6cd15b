using System.Runtime.InteropServices;

namespace VoiceWeb.Engine.GptSovits.Kernels;

/// <summary>Linux serves memory in pages of 2 MiB when asked before it is touched (madvise). Elsewhere nothing happens, and nothing but speed depends on it.</summary>
internal static unsafe class LargePages
{
    private const int Wanted = 14; // MADV_HUGEPAGE

    private static readonly delegate* unmanaged<void*, nuint, int, int> Advise = Find();

    /// <param name="start">At a multiple of a page.</param>
    public static void Ask(void* start, long bytes)
    {
        if (Advise is not null)
        {
            // A refusal leaves ordinary pages.
            _ = Advise(start, (nuint)bytes, Wanted);
        }
    }

    private static delegate* unmanaged<void*, nuint, int, int> Find() =>
        OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var library) && NativeLibrary.TryGetExport(library, "madvise", out var entry)
            ? (delegate* unmanaged<void*, nuint, int, int>)entry
            : null;
}
