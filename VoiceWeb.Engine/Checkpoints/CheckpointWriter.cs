using System.IO.Compression;
using System.Runtime.InteropServices;

namespace VoiceWeb.Engine.Checkpoints;

/// <summary>Writes checkpoints in PyTorch's zip layout, as the official savers do: for models with random weights and for tests.</summary>
internal static class CheckpointWriter
{
    /// <summary>Writes tensors with the settings they were made with, in the layout of trained GPT-SoVITS files.</summary>
    /// <param name="stream">Seekable, empty.</param>
    /// <param name="tensors">What to write, in order.</param>
    /// <param name="config">Settings: maps, texts, longs, doubles, bools, lists of those; null writes the bare tensors, as Hugging Face does.</param>
    /// <param name="head">Two digits for the first two bytes, or null.</param>
    public static void Write(
        Stream stream, IReadOnlyList<CheckpointTensor> tensors, CheckpointMap? config, string? head, CancellationToken cancellationToken)
    {
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var index = zip.CreateEntry("archive/data.pkl", CompressionLevel.NoCompression).Open())
            {
                index.Write(Index(tensors, config));
            }

            for (var i = 0; i < tensors.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var data = zip.CreateEntry($"archive/data/{i}", CompressionLevel.NoCompression).Open();
                data.Write(Bytes(tensors[i]));
            }

            using var version = zip.CreateEntry("archive/version", CompressionLevel.NoCompression).Open();
            version.Write("3\n"u8);
        }

        if (head is not null)
        {
            stream.Position = 0;
            stream.Write([(byte)head[0], (byte)head[1]]);
            stream.Position = stream.Length;
        }
    }

    private static byte[] Index(IReadOnlyList<CheckpointTensor> tensors, CheckpointMap? config)
    {
        var pickle = new PickleWriter();
        if (config is null)
        {
            WriteWeights(pickle, tensors);
        }
        else
        {
            pickle.BeginMap();
            pickle.Text("weight");
            WriteWeights(pickle, tensors);
            pickle.Text("config");
            pickle.Value(config);
            pickle.Text("info");
            pickle.Text("random weights");
            pickle.EndMap();
        }

        return pickle.Finish();
    }

    private static void WriteWeights(PickleWriter pickle, IReadOnlyList<CheckpointTensor> tensors)
    {
        pickle.BeginOrderedMap();
        for (var i = 0; i < tensors.Count; i++)
        {
            pickle.Text(tensors[i].Name);
            pickle.Tensor(tensors[i], i);
        }

        pickle.EndMap();
    }

    private static byte[] Bytes(CheckpointTensor tensor)
    {
        var values = tensor.Values();
        if (values.Length != tensor.Count)
        {
            throw new ArgumentException($"Tensor '{tensor.Name}' should have {tensor.Count} values, got {values.Length}.", nameof(tensor));
        }

        return tensor.Type switch
        {
            ElementType.Float16 => MemoryMarshal.AsBytes<Half>([.. values.Select(value => (Half)value)]).ToArray(),
            ElementType.Float32 => MemoryMarshal.AsBytes<float>(values).ToArray(),
            ElementType.Int64 => MemoryMarshal.AsBytes<long>([.. values.Select(value => (long)value)]).ToArray(),
            _ => throw new ArgumentOutOfRangeException(nameof(tensor), tensor.Type, "Only Float16, Float32 and Int64 are written."),
        };
    }
}
