using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace VoiceWeb.Engine.Inference;

/// <summary>
/// Finds ONNX Runtime's native library and checks it before the binding touches it: a missing or too old library would
/// poison the binding's static state for the rest of the process.
/// </summary>
/// <remarks>One library per process. Whoever asks first decides; a later request for another file is refused in words.</remarks>
internal static unsafe class OnnxRuntimeLibrary
{
    private static readonly Lock Gate = new();
    private static LoadedLibrary? _loaded;

    /// <param name="path">File or folder; empty for the library that ships with the program.</param>
    public static LoadedLibrary Load(string? path)
    {
        lock (Gate)
        {
            var wanted = string.IsNullOrWhiteSpace(path) ? null : Path.GetFullPath(path);
            if (_loaded is { Usable: true } && wanted is not null && _loaded.RequestedPath != wanted)
            {
                return _loaded with
                {
                    Usable = false,
                    Statement = new("runtime-loaded", $"ONNX Runtime is already loaded from {_loaded.Path}; restart the program to use {wanted}.", _loaded.Path, wanted),
                };
            }

            if (_loaded is { Usable: true })
            {
                return _loaded;
            }

            var found = Open(wanted);
            if (found.Usable)
            {
                _loaded = found;
            }

            return found;
        }
    }

    private static LoadedLibrary Open(string? wanted)
    {
        var binding = typeof(OrtEnv).Assembly;
        var shown = wanted ?? "built in";
        if (!TryOpen(wanted, binding, out var handle))
        {
            return new LoadedLibrary(false, null, shown, wanted, wanted is null
                ? new("runtime-missing", "ONNX Runtime's native library was not found beside the program. Install the program again, or set Engine:OnnxRuntimePath.")
                : new(
                    "runtime-not-loaded",
                    $"ONNX Runtime's native library could not be loaded from {wanted}. Set Engine:OnnxRuntimePath to libonnxruntime.so (or onnxruntime.dll), or to its folder.",
                    wanted));
        }

        if (!NativeLibrary.TryGetExport(handle, "OrtGetApiBase", out var entry))
        {
            NativeLibrary.Free(handle);
            return new LoadedLibrary(false, null, shown, wanted, new("runtime-foreign", $"{shown} is not ONNX Runtime: it has no OrtGetApiBase.", shown));
        }

        var api = (ApiBase*)((delegate* unmanaged<nint>)entry)();
        var version = Marshal.PtrToStringUTF8((nint)api->GetVersionString()) ?? "unknown";
        var level = (uint)(binding.GetName().Version?.Minor ?? 0);
        if (level > 0 && api->GetApi(level) is null)
        {
            NativeLibrary.Free(handle);
            return new LoadedLibrary(false, version, shown, wanted, new(
                "runtime-old",
                $"ONNX Runtime {version} is too old: this program needs 1.{level} or newer. Replace the library, or clear Engine:OnnxRuntimePath.",
                version,
                $"1.{level}"));
        }

        if (wanted is not null)
        {
            NativeLibrary.SetDllImportResolver(binding, (name, _, _) => name.Contains("onnxruntime", StringComparison.Ordinal) ? handle : 0);
        }

        return new LoadedLibrary(true, version, shown, wanted, new("runtime-usable", $"ONNX Runtime {version}", version));
    }

    private static bool TryOpen(string? wanted, Assembly binding, out nint handle)
    {
        if (wanted is null)
        {
            return NativeLibrary.TryLoad("onnxruntime", binding, null, out handle);
        }

        if (!Directory.Exists(wanted))
        {
            return NativeLibrary.TryLoad(wanted, out handle);
        }

        foreach (var name in (string[])["libonnxruntime.so", "libonnxruntime.so.1", "onnxruntime.dll", "libonnxruntime.dylib"])
        {
            if (NativeLibrary.TryLoad(Path.Combine(wanted, name), out handle))
            {
                return true;
            }
        }

        handle = 0;
        return false;
    }

    /// <summary>The head of the library's C interface (OrtApiBase in onnxruntime_c_api.h): it has never changed.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct ApiBase
    {
        public readonly delegate* unmanaged<uint, void*> GetApi;
        public readonly delegate* unmanaged<byte*> GetVersionString;
    }

    /// <summary>What was found.</summary>
    /// <param name="Usable">Whether the binding may be touched.</param>
    /// <param name="Version">The library's version, when it could be asked.</param>
    /// <param name="Path">Where it came from.</param>
    /// <param name="RequestedPath">The full path that was asked for; null for the built-in library.</param>
    /// <param name="Statement">Why not, and how to mend it.</param>
    internal sealed record LoadedLibrary(bool Usable, string? Version, string Path, string? RequestedPath, EngineStatement Statement);
}
