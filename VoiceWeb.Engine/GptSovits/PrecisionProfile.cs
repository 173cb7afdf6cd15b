namespace VoiceWeb.Engine.GptSovits;

/// <summary>How a model is converted: what is rounded for speed and memory.</summary>
public enum PrecisionProfile
{
    /// <summary>8-bit weights in the text-to-semantic network and the language model, fp32 elsewhere. The processor's default.</summary>
    Balanced,

    /// <summary>fp32 throughout: what parity with the original is measured on.</summary>
    Reference,

    /// <summary>
    /// fp16 products and convolutions in the language model, the text encoder, the flow and the vocoder; the text-to-semantic network as published.
    /// For GPUs.
    /// </summary>
    Gpu,

    /// <summary>As balanced, and 8-bit weights in the vocoder too. For machines with little memory.</summary>
    Edge,
}
