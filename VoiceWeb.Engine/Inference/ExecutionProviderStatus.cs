namespace VoiceWeb.Engine.Inference;

/// <summary>Whether one execution provider works on this machine.</summary>
/// <param name="Name">Short name: <c>CPU</c>, <c>CUDA</c>.</param>
/// <param name="Available">Whether a network has run on it here.</param>
/// <param name="Statement">When available: what it runs on. When not: why, and how to mend it.</param>
public sealed record ExecutionProviderStatus(string Name, bool Available, EngineStatement Statement)
{
    /// <summary>The statement in English.</summary>
    public string Detail => Statement.English;
}
