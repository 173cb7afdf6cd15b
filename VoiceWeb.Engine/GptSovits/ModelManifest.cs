using System.Text.Json;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>What a converted model is and was made from. Stored beside its graphs.</summary>
/// <param name="Format">Layout of the folder; another number means: import again.</param>
/// <param name="Name">Name the operator gave.</param>
/// <param name="Version">Generation, such as <c>V2Pro</c>.</param>
/// <param name="Profile">How it was converted.</param>
/// <param name="Key">SHA-256 of the SoVITS file: voices are tied to it.</param>
/// <param name="Gpt">Blueprint of the text-to-semantic network.</param>
/// <param name="Sovits">Blueprint of the SoVITS network.</param>
/// <param name="FlowCouplings">Couplings of the flow.</param>
/// <param name="FlowReach">Frames to each side that the flow looks at.</param>
/// <param name="VocoderReach">Frames to each side that the vocoder looks at.</param>
/// <param name="HasBert">Whether the Chinese language model is part of it.</param>
/// <param name="Sources">Part, file name, bytes and SHA-256 of every file it was made from.</param>
/// <param name="Files">Name, bytes and SHA-256 of every file of the folder but this one.</param>
internal sealed record ModelManifest(
    int Format, string Name, ModelVersion Version, PrecisionProfile Profile, string Key, GptConfig Gpt, SovitsConfig Sovits, int FlowCouplings,
    int FlowReach, int VocoderReach, bool HasBert, IReadOnlyList<ModelFile> Sources, IReadOnlyList<ModelFile> Files)
{
    /// <summary>Layout that this program writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Name of the manifest's file.</summary>
    public const string FileName = "model.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    public void Save(string folder) => File.WriteAllBytes(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, Json));

    /// <exception cref="ModelImportException">The manifest is damaged, or of another layout.</exception>
    public static ModelManifest Load(string folder)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<ModelManifest>(File.ReadAllBytes(Path.Combine(folder, FileName)), Json);
            return manifest is { Format: CurrentFormat } ? manifest
                : throw new ModelImportException("model-other-format", $"The model in {Path.GetFileName(folder)} was converted by another version of the program. Import it again.")
                {
                    Arguments = [Path.GetFileName(folder)],
                };
        }
        catch (Exception failure) when (failure is JsonException or IOException)
        {
            throw new ModelImportException("model-damaged", $"The model in {Path.GetFileName(folder)} is damaged: its description cannot be read. Import it again.", failure)
            {
                Arguments = [Path.GetFileName(folder)],
            };
        }
    }
}
