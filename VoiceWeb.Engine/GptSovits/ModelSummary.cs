namespace VoiceWeb.Engine.GptSovits;

/// <summary>A model in the library, as a page shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Generation as GPT-SoVITS spells it, such as <c>v2Pro</c>.</param>
/// <param name="Profile">How it was converted.</param>
/// <param name="Languages">Languages it can speak, as BCP 47 tags.</param>
/// <param name="Bytes">Size of its folder.</param>
/// <param name="Sources">The files it was made from.</param>
public sealed record ModelSummary(
    string Name, string Version, PrecisionProfile Profile, IReadOnlyList<string> Languages, long Bytes, IReadOnlyList<ModelFile> Sources);
