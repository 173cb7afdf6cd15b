using System.Buffers.Binary;
using System.Text.Json;

namespace VoiceWeb.Engine.Checkpoints;

/// <summary>Reads safetensors: an eight-byte length, a JSON header, then the numbers. Hugging Face's published format description.</summary>
internal static class SafetensorsReader
{
    /// <exception cref="CorruptCheckpointException">The header is damaged or points outside the file.</exception>
    public static CheckpointMap Read(MappedFile file)
    {
        var headerLength = BinaryPrimitives.ReadInt64LittleEndian(file.Slice(0, 8));
        if (headerLength is < 2 or > CheckpointReader.MaxIndexBytes)
        {
            throw new CorruptCheckpointException("The file's header has an impossible length.");
        }

        try
        {
            var json = new Utf8JsonReader(file.Slice(8, headerLength), new JsonReaderOptions { MaxDepth = 8 });
            using var header = JsonDocument.ParseValue(ref json);
            var map = new CheckpointMap();
            foreach (var entry in header.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__"))
            {
                map.Set(entry.Name, ReadTensor(file, 8 + headerLength, entry));
            }

            return map;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new CorruptCheckpointException("The file's header is damaged: download it again.", failure);
        }
    }

    private static TensorView ReadTensor(MappedFile file, long dataStart, JsonProperty entry)
    {
        var type = ElementTypes.FromSafetensors(entry.Value.GetProperty("dtype").GetString() ?? "")
            ?? throw new CorruptCheckpointException($"Tensor '{entry.Name}' has an element type that is not read.");
        var offsets = entry.Value.GetProperty("data_offsets").EnumerateArray().Select(item => item.GetInt64()).ToArray();
        if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] < offsets[0] || offsets[1] > file.Length - dataStart)
        {
            throw new CorruptCheckpointException($"Tensor '{entry.Name}' leaves the file: it was cut short. Download it again.");
        }

        var shape = entry.Value.GetProperty("shape").EnumerateArray().Select(item => item.GetInt64()).ToArray();
        var storage = new TensorStorage(file, type, (offsets[1] - offsets[0]) / type.Size());
        storage.PlaceAt(dataStart + offsets[0]);
        var strides = new long[shape.Length];
        long stride = 1;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            // Bounded as TensorView bounds it, so that a wild shape cannot overflow before it is refused.
            stride = Math.Clamp(shape[i], 0, storage.Count) * stride;
            if (stride > storage.Count)
            {
                throw new CorruptCheckpointException($"Tensor '{entry.Name}' claims more numbers than are stored.");
            }
        }

        return new TensorView(storage, 0, shape, strides);
    }
}
