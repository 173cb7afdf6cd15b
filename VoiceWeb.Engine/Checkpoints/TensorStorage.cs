namespace VoiceWeb.Engine.Checkpoints;

/// <summary>A run of numbers in a checkpoint file; several tensors may share one.</summary>
internal sealed class TensorStorage(MappedFile file, ElementType type, long count)
{
    private long _offset = -1;

    /// <summary>Type of every number.</summary>
    public ElementType Type { get; } = type;

    /// <summary>How many numbers.</summary>
    public long Count { get; } = count;

    /// <summary>Says where the numbers stand; old files tell it only after the tensors.</summary>
    /// <exception cref="CorruptCheckpointException">They would leave the file.</exception>
    public void PlaceAt(long offset)
    {
        if (offset < 0 || Count > (file.Length - offset) / Type.Size())
        {
            throw new CorruptCheckpointException(
                $"A tensor's {Count} numbers do not fit into the file. It was probably cut short: download it again.");
        }

        _offset = offset;
    }

    /// <summary>The bytes of some numbers.</summary>
    /// <exception cref="CorruptCheckpointException">The file never said where they stand.</exception>
    public ReadOnlySpan<byte> Bytes(long first, long count)
    {
        if (_offset < 0)
        {
            throw new CorruptCheckpointException("The file names a tensor whose numbers it does not hold.");
        }

        return file.Slice(_offset + first * Type.Size(), count * Type.Size());
    }
}
