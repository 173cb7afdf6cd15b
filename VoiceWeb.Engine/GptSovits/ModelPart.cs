namespace VoiceWeb.Engine.GptSovits;

/// <summary>What one file of GPT-SoVITS is for.</summary>
public enum ModelPart
{
    /// <summary>Text to semantic codes (<c>.ckpt</c>).</summary>
    Gpt,

    /// <summary>Semantic codes to speech (<c>.pth</c>).</summary>
    Sovits,

    /// <summary>Speech features: chinese-hubert-base.</summary>
    Hubert,

    /// <summary>Language features: chinese-roberta-wwm-ext-large.</summary>
    Bert,

    /// <summary>Speaker network of v2Pro and v2ProPlus.</summary>
    Speaker,
}
