using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace VoiceWeb.Tests.Engine.GptSovits;

/// <summary>
/// What the original program computed from seeded random weights: arrays with their tolerance, and the checkpoints. The suite's own
/// folder is Golden/gptsovits (its README says how it was made); another one of the same layout may be named by VOICEWEB_GOLDEN.
/// </summary>
public sealed class GoldenFolder
{
    /// <summary>The speaker network's checkpoint.</summary>
    public const string Speaker = "sv/pretrained_eres2netv2w24s4ep4.ckpt";

    private static readonly ConcurrentDictionary<string, Lazy<string>> Unpacked = new();

    private readonly string _folder;
    private readonly JsonElement _manifest;
    private readonly Dictionary<string, JsonElement> _tensors;

    private GoldenFolder(string folder)
    {
        _folder = folder;
        var manifest = Path.Combine(folder, "manifest.json");
        Assert.True(File.Exists(manifest), $"There is no golden folder at {folder}: it has no manifest.json. VOICEWEB_GOLDEN names folders.");
        using var document = JsonDocument.Parse(File.ReadAllBytes(manifest));
        _manifest = document.RootElement.Clone();
        _tensors = _manifest.GetProperty("tensors").EnumerateArray().ToDictionary(tensor => tensor.GetProperty("name").GetString()!);
    }

    public static string OwnPath => Path.Combine(AppContext.BaseDirectory, "Golden", "gptsovits");

    /// <summary>Every folder to try: the suite's own, and those the environment names, with the system's separator of paths between them.</summary>
    public static TheoryData<string> Folders() => new(((string[])
        [OwnPath, .. (Environment.GetEnvironmentVariable("VOICEWEB_GOLDEN") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(Path.GetFullPath)]).Distinct());

    /// <summary>Every folder with each of its SoVITS versions.</summary>
    public static TheoryData<string, string> Versions()
    {
        var versions = new TheoryData<string, string>();
        foreach (var row in Folders())
        {
            foreach (var version in Open(row.Data).ListVersions())
            {
                versions.Add(row.Data, version);
            }
        }

        return versions;
    }

    /// <summary>Every folder with each of its single text-to-semantic sequences, such as s1/a.</summary>
    public static TheoryData<string, string> Sequences()
    {
        var sequences = new TheoryData<string, string>();
        foreach (var row in Folders())
        {
            foreach (var name in Open(row.Data).ListSequences())
            {
                sequences.Add(row.Data, name);
            }
        }

        return sequences;
    }

    public static GoldenFolder Open(string folder) => new(folder);

    public JsonElement Manifest => _manifest;

    public bool Has(string name) => _tensors.ContainsKey(name);

    /// <summary>Names of all arrays that fit a pattern, with what its first group catches.</summary>
    public IEnumerable<(string Name, string Caught)> Find(Regex pattern) =>
        _tensors.Keys.Select(name => (name, pattern.Match(name))).Where(found => found.Item2.Success).Select(found => (found.name, found.Item2.Groups[1].Value));

    /// <summary>Whether a checkpoint is there, packed or not.</summary>
    public bool HasCheckpoint(string name) => ((string[])["", ".gz"]).Any(end => File.Exists(Path.Combine(_folder, "checkpoints", name + end)));

    /// <summary>Text-to-semantic sequences of one sentence.</summary>
    public IEnumerable<string> ListSequences() =>
        _manifest.GetProperty("t2s").EnumerateArray().Where(entry => entry.TryGetProperty("steps", out _)).Select(entry => entry.GetProperty("name").GetString()!);

    public int[] Shape(string name) => [.. Find(name).GetProperty("shape").EnumerateArray().Select(item => item.GetInt32())];

    public float Tolerance(string name) => Find(name).TryGetProperty("atol", out var atol) && atol.ValueKind == JsonValueKind.Number ? atol.GetSingle() : 0;

    public string Note(string name) => Find(name).TryGetProperty("note", out var note) ? note.GetString() ?? "" : "";

    public float[] Floats(string name) => Array("f4", name, MemoryMarshal.Cast<byte, float>);

    public long[] Longs(string name) => Array("i8", name, MemoryMarshal.Cast<byte, long>);

    /// <summary>Path of a checkpoint or its settings, unpacked once per run.</summary>
    public string Checkpoint(string name)
    {
        var plain = Path.Combine(_folder, "checkpoints", name);
        return File.Exists(plain) ? plain : Unpacked.GetOrAdd(plain + ".gz", packed => new Lazy<string>(() => Unpack(packed))).Value;
    }

    /// <summary>The folder that holds a Hugging Face model, with everything in it unpacked.</summary>
    public string CheckpointFolder(string name)
    {
        var target = Path.GetDirectoryName(Checkpoint(name + "/pytorch_model.bin"))!;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_folder, "checkpoints", name)).Where(file => !file.EndsWith(".gz", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(target, Path.GetFileName(file));
            if (copy != file)
            {
                File.Copy(file, copy, overwrite: true);
            }
        }

        return target;
    }

    /// <summary>Fails with the place of the largest difference when values are farther from the original's than its tolerance.</summary>
    public void AssertClose(string name, ReadOnlySpan<float> actual)
    {
        var expected = Floats(name);
        Assert.True(expected.Length > 0 && expected.Length == actual.Length, $"{name}: expected {expected.Length} values, got {actual.Length}");
        var worst = 0f;
        var at = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs(expected[i] - actual[i]);
            if (!(difference <= worst))
            {
                worst = difference;
                at = i;
            }
        }

        Assert.True(worst <= Tolerance(name), $"{name}: differs by {worst:g3} at {at} ({actual[at]} instead of {expected[at]}), allowed {Tolerance(name):g3}");
    }

    private static string Unpack(string packed)
    {
        var key = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(packed)))[..16];
        var folder = Path.Combine(Path.GetTempPath(), "voiceweb-golden", Environment.ProcessId + "-" + key);
        Directory.CreateDirectory(folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var target = Path.Combine(folder, Path.GetFileNameWithoutExtension(packed));
        using var source = new GZipStream(File.OpenRead(packed), CompressionMode.Decompress);
        using var copy = File.Create(target);
        source.CopyTo(copy);
        return target;
    }

    public IEnumerable<string> ListVersions() => _manifest.GetProperty("sovits").EnumerateArray().Select(entry => entry.GetProperty("version").GetString()!);

    private JsonElement Find(string name) => _tensors.TryGetValue(name, out var tensor)
        ? tensor
        : throw new ArgumentException($"The golden folder has no '{name}'.", nameof(name));

    /// <summary>The values of a NumPy file (format 1.0, little-endian, C order).</summary>
    private T[] Array<T>(string type, string name, Func<ReadOnlySpan<byte>, ReadOnlySpan<T>> cast)
    {
        var bytes = File.ReadAllBytes(Path.Combine(_folder, Find(name).GetProperty("file").GetString()!));
        var start = 10 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        var header = Encoding.ASCII.GetString(bytes, 10, start - 10);
        Assert.True(
            bytes[6] == 1 && header.Contains($"'<{type}'", StringComparison.Ordinal) && header.Contains("'fortran_order': False", StringComparison.Ordinal),
            $"{name} is no array of {type} in NumPy's format 1.0 and C order: {header.Trim()}");
        return cast(bytes.AsSpan(start)).ToArray();
    }
}
