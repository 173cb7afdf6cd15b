namespace VoiceWeb.Engine.Inference;

/// <summary>How one network is to be run.</summary>
internal sealed record SessionSettings
{
    /// <summary>Threads inside a node; 0 takes the options' number.</summary>
    public int Threads { get; init; }

    /// <summary>Keep on the processor even where a GPU is active: for graphs whose state lives in host memory.</summary>
    public bool CpuOnly { get; init; }

    /// <summary>Whether weights are repacked at load: faster runs, for a second copy of the packed weights.</summary>
    public bool Prepack { get; init; } = true;

    /// <summary>Whether freed activations stay with the session. Off for graphs that run rarely or with very different lengths.</summary>
    public bool KeepArena { get; init; } = true;
}
