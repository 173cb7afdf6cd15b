namespace VoiceWeb.Engine.Inference;

/// <summary>Where networks are asked to run.</summary>
public enum Device
{
    /// <summary>The fastest provider that works on this machine.</summary>
    Auto,

    /// <summary>The processor, even where a GPU could be used.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU; the processor where that does not work, with the reason in <see cref="ExecutionProviders"/>.</summary>
    Cuda,
}
