namespace VoiceWeb.Engine.GptSovits;

/// <summary>How large a model with random weights is to be.</summary>
public enum ModelSize
{
    /// <summary>The sizes of the official models: for benchmarks.</summary>
    Full,

    /// <summary>A few layers: for tests and for trying the pages.</summary>
    Tiny,
}
