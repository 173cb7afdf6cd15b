using Microsoft.ML.OnnxRuntime;

namespace VoiceWeb.Engine.Inference;

/// <summary>Values in host memory with a shape, ready to enter a network. Pins its array until disposed.</summary>
internal sealed class Tensor : IDisposable
{
    private Tensor(OrtValue value, long[] shape)
    {
        Value = value;
        Shape = shape;
    }

    /// <summary>Shape, outermost dimension first.</summary>
    public IReadOnlyList<long> Shape { get; }

    internal OrtValue Value { get; }

    /// <summary>Wraps an array without copying it: later writes to the array are seen by the network.</summary>
    /// <param name="data">Row-major values.</param>
    /// <param name="shape">Its product is the array's length.</param>
    /// <exception cref="ArgumentException">The shape does not fit the array.</exception>
    public static Tensor Of<T>(T[] data, params long[] shape)
        where T : unmanaged => Of(data.AsMemory(), shape);

    /// <summary>Wraps part of an array without copying it.</summary>
    /// <param name="data">Row-major values.</param>
    /// <param name="shape">Its product is the number of values; empty for a single one.</param>
    /// <exception cref="ArgumentException">The shape does not fit the values.</exception>
    public static Tensor Of<T>(Memory<T> data, params long[] shape)
        where T : unmanaged
    {
        long count = 1;
        foreach (var dimension in shape)
        {
            count = checked(count * dimension);
        }

        if (count != data.Length)
        {
            throw new ArgumentException($"Shape ({string.Join(", ", shape)}) holds {count} values, got {data.Length}.", nameof(shape));
        }

        return new Tensor(OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, data, shape), shape);
    }

    internal static Tensor Borrow(OrtValue value) => new(value, value.GetTensorTypeAndShape().Shape);

    /// <summary>The values, row-major.</summary>
    public Span<T> Span<T>()
        where T : unmanaged => Value.GetTensorMutableDataAsSpan<T>();

    public void Dispose() => Value.Dispose();
}
