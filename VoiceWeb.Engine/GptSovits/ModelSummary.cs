namespace VoiceWeb.Engine.GptSovits;

/// <summary>A model in the library, as a page shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Key">SHA-256 of the SoVITS file: voices are tied to it.</param>
/// <param name="Version">Generation as GPT-SoVITS spells it, such as <c>v2Pro</c>.</param>
/// <param name="Profile">How it was converted.</param>
/// <param name="Languages">Languages it can speak, as BCP 47 tags.</param>
/// <param name="Bytes">Size of its folder.</param>
/// <param name="SpeakingBytes">Weights that are in memory while it speaks.</param>
/// <param name="Sources">The files it was made from.</param>
public sealed record ModelSummary(
    string Name, string Key, string Version, PrecisionProfile Profile, IReadOnlyList<string> Languages, long Bytes, long SpeakingBytes, IReadOnlyList<ModelFile> Sources)
{
    /// <summary>Name of the voice model that speaks with it.</summary>
    public string VoiceModel => GptSovitsVoiceModels.Prefix + Name;
}
