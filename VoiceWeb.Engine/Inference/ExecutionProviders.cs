namespace VoiceWeb.Engine.Inference;

/// <summary>What networks run on, found by running a small network on each provider.</summary>
/// <param name="RuntimeVersion">Version of ONNX Runtime's native library; null when it cannot be used.</param>
/// <param name="LibraryPath">The library that was loaded, or <c>built in</c>.</param>
/// <param name="Active">Name of the provider that networks run on; null when none works.</param>
/// <param name="Providers">Every provider that was tried, fastest first.</param>
public sealed record ExecutionProviders(
    string? RuntimeVersion, string LibraryPath, string? Active, IReadOnlyList<ExecutionProviderStatus> Providers)
{
    /// <summary>Whether networks can run at all.</summary>
    public bool Usable => Active is not null;

    /// <summary>One sentence for a person who wants to know what networks run on, and why not on more.</summary>
    public string Summary => Active is null
        ? string.Join(" ", Providers.Select(provider => provider.Detail))
        : $"ONNX Runtime {RuntimeVersion} on {Active}. " + string.Join(
            " ", Providers.Where(provider => provider.Name != Active && !provider.Available).Select(provider => $"{provider.Name}: {provider.Detail}"));
}
