using VoiceWeb.Engine.Inference;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// The voice models of a library: one for each imported model, made once and kept while its files stay as they are. Safe for concurrent use.
/// </summary>
internal sealed class GptSovitsVoiceModels(ModelLibrary library, SessionFactory sessions, TextFrontEnd text) : IDisposable
{
    /// <summary>What the names of these voice models begin with; the library's name follows.</summary>
    public const string Prefix = "gpt-sovits:";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTime Stamp, GptSovitsVoiceModel Model)> _models = [];

    /// <summary>All models that are in the library now.</summary>
    public IReadOnlyList<IVoiceModel> All()
    {
        var present = library.List().ToDictionary(model => model.Name, model => library.StampOf(model.Name), StringComparer.Ordinal);
        lock (_gate)
        {
            // What was removed, or imported again under the same name, is let go once nobody speaks with it any more.
            foreach (var (name, known) in _models.Where(known => present.GetValueOrDefault(known.Key) != known.Value.Stamp).ToList())
            {
                known.Model.Dispose();
                _models.Remove(name);
            }

            foreach (var (name, stamp) in present.Where(model => !_models.ContainsKey(model.Key)))
            {
                _models.Add(name, (stamp, new GptSovitsVoiceModel(Prefix + name, library.FolderOf(name), sessions, text)));
            }

            return [.. _models.Values.Select(known => known.Model).OrderBy(model => model.Name, StringComparer.Ordinal)];
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var known in _models.Values)
            {
                known.Model.Dispose();
            }

            _models.Clear();
        }
    }
}
