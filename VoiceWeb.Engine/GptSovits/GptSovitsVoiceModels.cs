using System.Collections.Concurrent;
using VoiceWeb.Engine.Inference;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>The voice models of a library: one for each imported model, made once and kept. Safe for concurrent use.</summary>
internal sealed class GptSovitsVoiceModels(ModelLibrary library, SessionFactory sessions) : IDisposable
{
    /// <summary>What the names of these voice models begin with; the library's name follows.</summary>
    public const string Prefix = "gpt-sovits:";

    private readonly ConcurrentDictionary<string, GptSovitsVoiceModel> _models = new();

    /// <summary>All models that are in the library now.</summary>
    public IReadOnlyList<IVoiceModel> All() => [.. library.List().Select(model =>
        _models.GetOrAdd(model.Name, name => new GptSovitsVoiceModel(Prefix + name, library.Existing(name), sessions)))];

    public void Dispose()
    {
        foreach (var model in _models.Values)
        {
            model.Dispose();
        }
    }
}
