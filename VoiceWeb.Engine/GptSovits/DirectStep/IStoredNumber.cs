using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VoiceWeb.Engine.GptSovits.DirectStep;

/// <summary>How fractional numbers stand in memory. Kernels are written once and compiled for each kind.</summary>
internal unsafe interface IStoredNumber
{
    /// <summary>Bytes of one.</summary>
    static abstract int Size { get; }

    /// <summary>What the other factor of a product must be multiplied by, since <see cref="Load"/> leaves it out.</summary>
    static abstract float Gain { get; }

    /// <summary>Eight numbers in a row, divided by <see cref="Gain"/>.</summary>
    static abstract Vector256<float> Load(byte* at);

    /// <summary>Rounds numbers into memory.</summary>
    static abstract void Store(byte* at, ReadOnlySpan<float> values);
}

/// <summary>32 bits.</summary>
internal readonly unsafe struct SingleNumber : IStoredNumber
{
    public static int Size => sizeof(float);

    public static float Gain => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(byte* at) => Vector256.Load((float*)at);

    public static void Store(byte* at, ReadOnlySpan<float> values) => values.CopyTo(new Span<float>(at, values.Length));
}

/// <summary>
/// 16 bits. Widening moves exponent and mantissa to their places in 32 bits, exactly; the exponent's other origin is a factor of 2^112 that
/// the other side carries.
/// </summary>
internal readonly unsafe struct HalfNumber : IStoredNumber
{
    private const int Places = 13; // 23 bits of mantissa less 10
    private const int SignAndNumber = unchecked((int)0x8FFFE000);

    public static int Size => sizeof(ushort);

    public static float Gain => 5.192296858534828e33f; // 2^112

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(byte* at) =>
        (Vector256.ShiftLeft(Avx2.ConvertToVector256Int32((short*)at), Places) & Vector256.Create(SignAndNumber)).AsSingle();

    public static void Store(byte* at, ReadOnlySpan<float> values) => TensorPrimitives.ConvertToHalf(values, new Span<Half>(at, values.Length));
}
