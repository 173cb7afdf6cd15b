namespace VoiceWeb.Engine.Checkpoints;

/// <summary>How one number of a tensor is stored.</summary>
internal enum ElementType
{
    Float16,
    BFloat16,
    Float32,
    Float64,
    Int8,
    UInt8,
    Int16,
    Int32,
    Int64,
    Bool,
}
