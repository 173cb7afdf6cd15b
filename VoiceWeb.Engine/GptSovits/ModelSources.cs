using VoiceWeb.Engine.Checkpoints;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>The files that a model is made from, found by what they hold and not by what they are called.</summary>
/// <param name="Files">Path of each part that was found.</param>
/// <param name="Numbers">How many weights each part has.</param>
internal sealed record ModelSources(IReadOnlyDictionary<ModelPart, string> Files, IReadOnlyDictionary<ModelPart, long> Numbers)
{
    private static readonly string[] Extensions = [".ckpt", ".pth", ".pt", ".bin", ".safetensors"];

    /// <summary>Looks through files and folders.</summary>
    /// <exception cref="ModelImportException">A part is there twice, missing, or damaged.</exception>
    public static ModelSources Find(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var found = new Dictionary<ModelPart, string>();
        var numbers = new Dictionary<ModelPart, long>();
        var needsSpeaker = false;
        foreach (var file in paths.SelectMany(Expand).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                using var checkpoint = CheckpointReader.Open(file);
                if (Classify(checkpoint.Weights) is not { } part)
                {
                    continue; // discriminators and models of other kinds lie in the same folders
                }

                if (part == ModelPart.Sovits)
                {
                    needsSpeaker = SovitsConfig.Read(checkpoint).NeedsSpeaker;
                }
                else if (part == ModelPart.Gpt)
                {
                    GptConfig.Read(checkpoint);
                }

                if (!found.TryAdd(part, file))
                {
                    throw new ModelImportException(
                        "model-two-files",
                        $"There are two files for {Describe(part)}: {Path.GetFileName(found[part])} and {Path.GetFileName(file)}. Name the one to use.")
                    {
                        Arguments = [Path.GetFileName(found[part]), Path.GetFileName(file)],
                    };
                }

                numbers[part] = checkpoint.Weights.Names.Sum(name => checkpoint.Weights[name].Count);
            }
            catch (CorruptCheckpointException failure)
            {
                throw new ModelImportException("model-file-damaged", $"{Path.GetFileName(file)}: {failure.Message}", failure)
                {
                    Arguments = [Path.GetFileName(file)],
                };
            }
            catch (UnsafeCheckpointException failure)
            {
                throw new ModelImportException("model-file-unsafe", $"{Path.GetFileName(file)}: {failure.Message}", failure)
                {
                    Arguments = [Path.GetFileName(file)],
                };
            }
        }

        var missing = new List<ModelPart> { ModelPart.Gpt, ModelPart.Sovits, ModelPart.Hubert };
        if (needsSpeaker)
        {
            missing.Add(ModelPart.Speaker);
        }

        missing.RemoveAll(found.ContainsKey);
        return missing.Count == 0 ? new ModelSources(found, numbers) : throw new ModelImportException(
            "model-incomplete", $"Missing: {string.Join("; ", missing.Select(Describe))}. Add the files, or the folder that holds them, and import again.")
        {
            Arguments = [string.Join(", ", missing.Select(OfficialName))],
        };
    }

    /// <summary>A part in a user's words, with the name of the official file.</summary>
    public static string Describe(ModelPart part) => part switch
    {
        ModelPart.Gpt => "the GPT file (.ckpt, such as s1v3.ckpt)",
        ModelPart.Sovits => "the SoVITS file (.pth, such as s2Gv2Pro.pth)",
        ModelPart.Hubert => "the speech features model (folder chinese-hubert-base with config.json and pytorch_model.bin)",
        ModelPart.Bert => "the Chinese language model (folder chinese-roberta-wwm-ext-large)",
        _ => "the speaker network (sv/pretrained_eres2netv2w24s4ep4.ckpt), which v2Pro and v2ProPlus need",
    };

    /// <summary>What the official file of a part is called, in any language.</summary>
    private static string OfficialName(ModelPart part) => part switch
    {
        ModelPart.Gpt => "GPT (.ckpt)",
        ModelPart.Sovits => "SoVITS (.pth)",
        ModelPart.Hubert => "chinese-hubert-base",
        ModelPart.Bert => "chinese-roberta-wwm-ext-large",
        _ => "sv/pretrained_eres2netv2w24s4ep4.ckpt",
    };

    private static IEnumerable<string> Expand(string path)
    {
        if (File.Exists(path))
        {
            return [Path.GetFullPath(path)];
        }

        return Directory.Exists(path)
            ? Directory.EnumerateFiles(Path.GetFullPath(path), "*", SearchOption.AllDirectories)
                .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            : throw new ModelImportException("model-no-source", $"There is no file or folder {path}.") { Arguments = [Path.GetFileName(path)] };
    }

    private static ModelPart? Classify(StateDict weights) =>
        weights.Contains("model.ar_predict_layer.weight") ? ModelPart.Gpt
        : weights.Contains("ref_enc.fc.fc.weight") || weights.Names.Any(name => name.StartsWith("cfm.", StringComparison.Ordinal)) ? ModelPart.Sovits
        : weights.Contains("feature_projection.projection.weight") ? ModelPart.Hubert
        : weights.Contains("bert.embeddings.word_embeddings.weight") ? ModelPart.Bert
        : weights.Contains("layer3_ds.weight") ? ModelPart.Speaker
        : null;
}
