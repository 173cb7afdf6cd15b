namespace VoiceWeb.Engine.Checkpoints;

/// <summary>Sizes and spellings of element types in the formats that carry them.</summary>
internal static class ElementTypes
{
    /// <summary>Bytes of one number.</summary>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.Float64 or ElementType.Int64 => 8,
        ElementType.Float32 or ElementType.Int32 => 4,
        ElementType.Float16 or ElementType.BFloat16 or ElementType.Int16 => 2,
        _ => 1,
    };

    /// <summary>The type a PyTorch storage class holds, or null for a class that is not one.</summary>
    public static ElementType? FromStorageClass(string name) => name switch
    {
        "HalfStorage" => ElementType.Float16,
        "BFloat16Storage" => ElementType.BFloat16,
        "FloatStorage" => ElementType.Float32,
        "DoubleStorage" => ElementType.Float64,
        "CharStorage" => ElementType.Int8,
        "ByteStorage" => ElementType.UInt8,
        "ShortStorage" => ElementType.Int16,
        "IntStorage" => ElementType.Int32,
        "LongStorage" => ElementType.Int64,
        "BoolStorage" => ElementType.Bool,
        _ => null,
    };

    /// <summary>The type a safetensors header names, or null for one that is not read.</summary>
    public static ElementType? FromSafetensors(string name) => name switch
    {
        "F16" => ElementType.Float16,
        "BF16" => ElementType.BFloat16,
        "F32" => ElementType.Float32,
        "F64" => ElementType.Float64,
        "I8" => ElementType.Int8,
        "U8" => ElementType.UInt8,
        "I16" => ElementType.Int16,
        "I32" => ElementType.Int32,
        "I64" => ElementType.Int64,
        "BOOL" => ElementType.Bool,
        _ => null,
    };
}
