using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace VoiceWeb.Engine.Checkpoints;

/// <summary>A tensor where it stands in its file: shape and strides over a storage, bytes read on demand.</summary>
internal sealed class TensorView
{
    private const int MaxRank = 8;

    private readonly TensorStorage _storage;
    private readonly long _offset;
    private readonly long[] _strides;

    /// <param name="storage">The numbers.</param>
    /// <param name="offset">Index of the first number.</param>
    /// <param name="shape">Sizes, outermost first. At most eight.</param>
    /// <param name="strides">Numbers from one index to the next, per dimension.</param>
    /// <exception cref="CorruptCheckpointException">The tensor leaves its storage, or claims more numbers than are stored.</exception>
    public TensorView(TensorStorage storage, long offset, long[] shape, long[] strides)
    {
        if (shape.Length != strides.Length || shape.Length > MaxRank || offset < 0)
        {
            throw new CorruptCheckpointException("A tensor's shape and strides do not belong together.");
        }

        long count = 1;
        Int128 last = offset;
        for (var axis = 0; axis < shape.Length; axis++)
        {
            // Stored numbers bound the count at every step, so the count cannot overflow.
            if (shape[axis] < 0 || shape[axis] > storage.Count || strides[axis] < 0 || strides[axis] > storage.Count
                || (count *= shape[axis]) > storage.Count)
            {
                throw new CorruptCheckpointException($"A tensor of shape ({string.Join(", ", shape)}) does not fit its {storage.Count} stored numbers.");
            }

            last += (Int128)Math.Max(0, shape[axis] - 1) * strides[axis];
        }

        if (count > 0 && last >= storage.Count)
        {
            throw new CorruptCheckpointException($"A tensor of shape ({string.Join(", ", shape)}) leaves its {storage.Count} stored numbers.");
        }

        _storage = storage;
        _offset = offset;
        Shape = shape;
        _strides = strides;
        Count = count;
    }

    /// <summary>Sizes, outermost dimension first; empty for a single number.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>How many numbers.</summary>
    public long Count { get; }

    /// <summary>How a number is stored.</summary>
    public ElementType Type => _storage.Type;

    /// <summary>The numbers as fp32, row-major. fp16 and bf16 convert exactly; fp64 is rounded.</summary>
    public float[] ToFloats()
    {
        var values = new float[Count];
        ForEachRun((from, count, at) => Convert(_storage.Bytes(from, count), values.AsSpan(at, count)));
        return values;
    }

    /// <summary>The numbers as integers, row-major.</summary>
    /// <exception cref="CorruptCheckpointException">They are not stored as integers.</exception>
    public long[] ToLongs()
    {
        if (Type is ElementType.Float16 or ElementType.BFloat16 or ElementType.Float32 or ElementType.Float64)
        {
            throw new CorruptCheckpointException($"Expected whole numbers, found {Type}.");
        }

        var values = new long[Count];
        ForEachRun((from, count, at) =>
        {
            var bytes = _storage.Bytes(from, count);
            for (var i = 0; i < count; i++)
            {
                values[at + i] = Type switch
                {
                    ElementType.Int64 => MemoryMarshal.Read<long>(bytes[(i * 8)..]),
                    ElementType.Int32 => MemoryMarshal.Read<int>(bytes[(i * 4)..]),
                    ElementType.Int16 => MemoryMarshal.Read<short>(bytes[(i * 2)..]),
                    ElementType.Int8 => (sbyte)bytes[i],
                    _ => bytes[i],
                };
            }
        });
        return values;
    }

    /// <summary>Walks the tensor in row-major order by its longest runs that are contiguous in the storage.</summary>
    private void ForEachRun(Action<long, int, int> visit)
    {
        if (Count == 0)
        {
            return;
        }

        // Trailing dimensions that lie densely form one run.
        var axis = Shape.Count;
        long run = 1;
        while (axis > 0 && (_strides[axis - 1] == run || Shape[axis - 1] == 1))
        {
            run *= Shape[axis - 1];
            axis--;
        }

        Span<long> index = stackalloc long[MaxRank];
        index.Clear();
        for (long at = 0; at < Count; at += run)
        {
            var from = _offset;
            for (var i = 0; i < axis; i++)
            {
                from += index[i] * _strides[i];
            }

            visit(from, checked((int)run), checked((int)at));
            for (var i = axis - 1; i >= 0 && ++index[i] == Shape[i]; i--)
            {
                index[i] = 0;
            }
        }
    }

    private void Convert(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        switch (Type)
        {
            case ElementType.Float32:
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(values);
                break;
            case ElementType.Float16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), values);
                break;
            case ElementType.BFloat16:
                var halves = MemoryMarshal.Cast<byte, ushort>(bytes);
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = BitConverter.UInt32BitsToSingle((uint)halves[i] << 16);
                }

                break;
            case ElementType.Float64:
                var doubles = MemoryMarshal.Cast<byte, double>(bytes);
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = (float)doubles[i];
                }

                break;
            default:
                throw new CorruptCheckpointException($"Expected fractional numbers, found {Type}.");
        }
    }
}
