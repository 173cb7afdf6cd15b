using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>One clip of the bench: clean, marked, and what its mark says.</summary>
internal sealed class BenchClip
{
    private BenchClip(string name, AudioBuffer clean, WatermarkedAudio marked)
    {
        Name = name;
        Clean = clean;
        Sketch = marked.Sketch;
        Id = marked.Id;
        Marked = Samples.Quantise(marked.Audio);
        Print = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(Marked.Samples.AsSpan())))[..8];
    }

    /// <summary>File name without its ending.</summary>
    public string Name { get; }

    /// <summary>As it was found.</summary>
    public AudioBuffer Clean { get; }

    /// <summary>Marked, in 16 bits.</summary>
    public AudioBuffer Marked { get; }

    /// <summary>What its mark says.</summary>
    public WatermarkId Id { get; }

    /// <summary>What the server would remember.</summary>
    public RenderingSketch Sketch { get; }

    /// <summary>Tells results of one build's mark from those of another.</summary>
    public string Print { get; }

    /// <summary>Marks a clip with an id that depends on its name alone.</summary>
    public static BenchClip Mark(string name, AudioBuffer clean, Watermarker marker) => new(name, clean, marker.Mark(clean, IdOf(name)));

    /// <summary>Reads the WAV files of a folder, in order of their names.</summary>
    /// <exception cref="MarkBenchException">There are none.</exception>
    public static IReadOnlyList<(string Name, AudioBuffer Audio)> ReadFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new MarkBenchException($"There is no folder {folder}. bench/mark/make_clips.py makes clips.");
        }

        var files = Directory.GetFiles(folder, "*.wav").Order(StringComparer.Ordinal).ToArray();
        return files.Length > 1
            ? Array.ConvertAll(files, file => (Path.GetFileNameWithoutExtension(file), WavReader.Read(File.ReadAllBytes(file))))
            : throw new MarkBenchException($"The folder {folder} must hold two WAV files or more. bench/mark/make_clips.py makes them.");
    }

    private static WatermarkId IdOf(string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"voiceweb-bench/{name}")));
        return new WatermarkId(BinaryPrimitives.ReadUInt64LittleEndian(hash) & ((1UL << WatermarkId.Bits) - 1));
    }
}
