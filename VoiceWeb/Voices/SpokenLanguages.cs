using VoiceWeb.Engine;

namespace VoiceWeb.Voices;

/// <summary>Which voice models there are, and which languages a voice can be asked to speak.</summary>
public sealed class SpokenLanguages(IVoiceFitter models)
{
    /// <summary>Every voice model, with whether it can be used here.</summary>
    public IReadOnlyList<VoiceModelStatus> Models => models.Models;

    /// <summary>Names of the models that can be used here now.</summary>
    public IReadOnlyList<string> Usable => [.. models.Models.Where(model => model.Available).Select(model => model.Name)];

    /// <summary>Whether a voice may be made with this model.</summary>
    public bool CanUse(string model) => model == VoiceModelName.Builtin || Usable.Contains(model);

    /// <summary>Language tags of a voice model, in alphabetical order; none while it cannot be used here.</summary>
    public IReadOnlyList<string> Of(string model)
    {
        try
        {
            return [.. models.LanguagesOf(model).Order(StringComparer.Ordinal)];
        }
        catch (EngineUnavailableException)
        {
            return []; // the request to speak says why, and what to do
        }
    }
}
