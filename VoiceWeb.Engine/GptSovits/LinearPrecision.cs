namespace VoiceWeb.Engine.GptSovits;

/// <summary>How the large matrices of a network are stored and multiplied.</summary>
internal enum LinearPrecision
{
    /// <summary>fp32 throughout: what parity is measured against.</summary>
    Float32,

    /// <summary>
    /// fp16 products and convolutions between fp32 values: norms, softmax, exponentials, sums of residuals and the last layer stay in fp32. For GPUs; a
    /// processor computes the same graphs, but no faster.
    /// </summary>
    Float16,

    /// <summary>8-bit weights with one scale per block; activations rounded per block inside the product.</summary>
    Int8,
}
