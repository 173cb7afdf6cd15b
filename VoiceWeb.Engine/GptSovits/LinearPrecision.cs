namespace VoiceWeb.Engine.GptSovits;

/// <summary>How the large matrices of a network are stored and multiplied.</summary>
internal enum LinearPrecision
{
    /// <summary>fp32 throughout: what parity is measured against.</summary>
    Float32,

    /// <summary>8-bit weights with one scale per block; activations rounded per block inside the product.</summary>
    Int8,
}
