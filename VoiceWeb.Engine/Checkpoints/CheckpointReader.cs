using System.Buffers.Binary;
using System.Globalization;

namespace VoiceWeb.Engine.Checkpoints;

/// <summary>
/// Opens PyTorch files (<c>.ckpt</c>, <c>.pth</c>, <c>.bin</c>, <c>.pt</c>: the zip layout and the older one) and safetensors, without
/// PyTorch and without trust. Nothing in a file is carried out; tensors stay in the mapped file until they are asked for.
/// </summary>
/// <remarks>
/// Memory while opening is bounded by the file's length times a small constant, and by <see cref="MaxIndexBytes"/> for the index.
/// </remarks>
internal static class CheckpointReader
{
    /// <summary>Longest index that is read. Official files have under 0.2 MB.</summary>
    public const int MaxIndexBytes = 32 * 1024 * 1024;

    /// <exception cref="CorruptCheckpointException">The file is no checkpoint, or is damaged.</exception>
    /// <exception cref="UnsafeCheckpointException">The file asks for something that is not plain data.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Checkpoint Open(string path)
    {
        var file = new MappedFile(path);
        try
        {
            var head = file.Slice(0, Math.Min(16, file.Length));
            if (head.Length >= 4 && head[2] == 3 && head[3] == 4)
            {
                return new Checkpoint(file, VersionDigits(head), ReadZip(file));
            }

            if (head.Length >= 2 && head[0] == 0x80 && head[1] is >= 2 and <= 5)
            {
                return new Checkpoint(file, null, ReadLegacy(file));
            }

            if (head.Length > 8 && head[8] == '{')
            {
                return new Checkpoint(file, null, SafetensorsReader.Read(file));
            }

            throw new CorruptCheckpointException(
                "The file is neither a PyTorch checkpoint nor safetensors. If it is some hundred bytes long, it may be a pointer that was downloaded instead of the file.");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static string? VersionDigits(ReadOnlySpan<byte> head)
    {
        if (head[0] == 'P' && head[1] == 'K')
        {
            return null;
        }

        return char.IsAsciiDigit((char)head[0]) && char.IsAsciiDigit((char)head[1])
            ? string.Create(CultureInfo.InvariantCulture, $"{(char)head[0]}{(char)head[1]}")
            : throw new CorruptCheckpointException("The file's first two bytes are neither a checkpoint's nor a known version mark.");
    }

    private static CheckpointMap ReadZip(MappedFile file)
    {
        var directory = new ZipDirectory(file);
        var indexes = directory.Names.Where(name => name.EndsWith("/data.pkl", StringComparison.Ordinal)).ToList();
        if (indexes.Count != 1)
        {
            throw new CorruptCheckpointException("The file is a zip, but no PyTorch checkpoint: it has no data.pkl.");
        }

        var root = indexes[0][..^"data.pkl".Length];
        if (directory.Names.Contains(root + "byteorder")
            && !file.Slice(directory[root + "byteorder"].Offset, directory[root + "byteorder"].Length).SequenceEqual("little"u8))
        {
            throw new CorruptCheckpointException("The checkpoint was written on a big-endian machine, which is not read.");
        }

        var storages = new Dictionary<string, TensorStorage>();
        var reader = new PickleReader(id =>
        {
            var (type, key, count) = StorageId(id);
            if (!storages.TryGetValue(key, out var storage))
            {
                var (offset, length) = directory[root + "data/" + key];
                if (count > length / type.Size())
                {
                    throw new CorruptCheckpointException($"Storage '{key}' should hold {count} numbers, but has only {length} bytes.");
                }

                storages[key] = storage = new TensorStorage(file, type, count);
                storage.PlaceAt(offset);
            }

            return storage.Type == type ? storage : throw new CorruptCheckpointException($"Storage '{key}' is claimed with two element types.");
        });
        var (start, size) = directory[indexes[0]];
        return Root(reader.Read(Index(file, start, size), out _));
    }

    /// <summary>
    /// The layout before PyTorch 1.6: pickles of a magic number, the protocol (1001), facts about the machine and the object, then the
    /// list of storages, then each storage's count and bytes.
    /// </summary>
    private static CheckpointMap ReadLegacy(MappedFile file)
    {
        long position = 0;
        var storages = new Dictionary<string, TensorStorage>();
        var reader = new PickleReader(id =>
        {
            var (type, key, count) = StorageId(id);
            if (count > file.Length / type.Size())
            {
                throw new CorruptCheckpointException($"Storage '{key}' should hold {count} numbers, which is more than the file.");
            }

            if (!storages.TryGetValue(key, out var storage))
            {
                storages[key] = storage = new TensorStorage(file, type, count);
            }

            return storage;
        });
        object? Next()
        {
            var value = reader.Read(Index(file, position, file.Length - position), out var consumed);
            position += consumed;
            return value;
        }

        if (Next() is not System.Numerics.BigInteger magic || magic != System.Numerics.BigInteger.Parse("1950a86a20f9469cfc6c", NumberStyles.HexNumber, CultureInfo.InvariantCulture))
        {
            throw new CorruptCheckpointException("The file is a pickle, but no PyTorch checkpoint.");
        }

        if (Next() is not 1001L)
        {
            throw new CorruptCheckpointException("The checkpoint has an unknown layout version.");
        }

        Next(); // byte order and integer sizes of the writer: always little-endian in practice, and stored sizes are fixed
        var root = Root(Next());
        if (Next() is not List<object?> keys)
        {
            throw new CorruptCheckpointException("The checkpoint's list of storages is missing: it was cut short.");
        }

        foreach (var key in keys)
        {
            if (key is not string name || !storages.TryGetValue(name, out var storage)
                || BinaryPrimitives.ReadInt64LittleEndian(file.Slice(position, 8)) != storage.Count)
            {
                throw new CorruptCheckpointException("The checkpoint's list of storages is damaged: download it again.");
            }

            storage.PlaceAt(position + 8);
            position += 8 + storage.Count * storage.Type.Size();
        }

        return root;
    }

    private static (ElementType Type, string Key, long Count) StorageId(IReadOnlyList<object?> id) => id is
        ["storage", PickleReader.GlobalName { Meaning: PickleGlobal.Storage } name, string key, _, long count, ..] && count >= 0
        ? (name.Type, key, count)
        : throw new CorruptCheckpointException("The checkpoint refers to a storage in a way that is not known.");

    private static ReadOnlySpan<byte> Index(MappedFile file, long offset, long length) => file.Slice(offset, Math.Min(length, MaxIndexBytes));

    private static CheckpointMap Root(object? value) => value as CheckpointMap
        ?? throw new CorruptCheckpointException("The checkpoint's outermost object is no dictionary of weights.");
}
