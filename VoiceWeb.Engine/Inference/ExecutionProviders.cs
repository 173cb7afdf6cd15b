namespace VoiceWeb.Engine.Inference;

/// <summary>What networks run on, found by running a small network on each provider.</summary>
/// <param name="RuntimeVersion">Version of ONNX Runtime's native library; null when it cannot be used.</param>
/// <param name="LibraryPath">The library that was loaded, or <c>built in</c>.</param>
/// <param name="Active">Name of the provider that networks run on; null when none works.</param>
/// <param name="Providers">Every provider that was tried, fastest first; at least one.</param>
public sealed record ExecutionProviders(
    string? RuntimeVersion, string LibraryPath, string? Active, IReadOnlyList<ExecutionProviderStatus> Providers)
{
    /// <summary>Whether networks can run at all.</summary>
    public bool Usable => Active is not null;

    /// <summary>For a person who wants to know what networks run on, and why not on more.</summary>
    public EngineStatement Statement
    {
        get
        {
            var why = Providers.Where(provider => !provider.Available)
                .Select(provider => new EngineStatement("provider-why", $"{provider.Name}: {provider.Detail}", provider.Name, provider.Statement))
                .ToList();
            return Active is null
                ? why.Aggregate((all, next) => all.Then(next))
                : why.Aggregate(
                    new EngineStatement("provider-active", $"ONNX Runtime {RuntimeVersion} on {Active}.", RuntimeVersion ?? "", Active),
                    (all, next) => all.Then(next));
        }
    }

    /// <summary>The statement in English.</summary>
    public string Summary => Statement.English;
}
