namespace VoiceWeb.Engine.OnnxGraph;

/// <summary>Element types of ONNX tensors, with the numbers of onnx.proto.</summary>
internal enum OnnxType
{
    Float = 1,
    UInt8 = 2,
    Int8 = 3,
    Int32 = 6,
    Int64 = 7,
    Bool = 9,
    Float16 = 10,
}
