using System.Text.Json.Serialization;
using VoiceWeb.Engine.Checkpoints;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>The blueprint of a SoVITS network, read from its tensors; from its config only what no tensor tells.</summary>
/// <param name="Version">Generation.</param>
/// <param name="Latent">Channels of the latent: 192.</param>
/// <param name="Style">Channels of the style vector: 512, or 1024 with a speaker network.</param>
/// <param name="Heads">Heads of the text encoder's self-attention.</param>
/// <param name="SpectrumBins">Bins of the reference's spectrum that are read: 704, or 1025 in v1.</param>
/// <param name="Phones">Rows of the phone table.</param>
/// <param name="Rates">Upsampling of each vocoder stage; their product is the samples of a frame.</param>
internal sealed record SovitsConfig(
    ModelVersion Version, int Latent, int Style, int Heads, int SpectrumBins, int Phones, IReadOnlyList<int> Rates)
{
    /// <summary>Width of the text encoder: its cross-attention assumes it.</summary>
    public const int Hidden = 192;

    /// <summary>Width of the style that the text encoder is given.</summary>
    public const int TextStyle = 512;

    /// <summary>Width of the speaker network's embedding.</summary>
    public const int SpeakerWidth = 20_480;

    /// <summary>Sample rate of the result, in Hz.</summary>
    public const int SampleRate = 32_000;

    /// <summary>Dilations of the residual blocks, by block of a stage and place in the block. Only the conversion asks for them.</summary>
    [JsonIgnore]
    public IReadOnlyList<IReadOnlyList<int>> Dilations { get; init; } = [];

    /// <summary>Whether the style also needs the speaker network's embedding.</summary>
    public bool NeedsSpeaker => Version is ModelVersion.V2Pro or ModelVersion.V2ProPlus;

    /// <summary>Samples of one latent frame: 640.</summary>
    public int FrameSamples => Rates.Aggregate(1, (product, rate) => product * rate);

    /// <exception cref="CorruptCheckpointException">The file is no SoVITS checkpoint.</exception>
    /// <exception cref="ModelImportException">It is of a generation that is not read.</exception>
    public static SovitsConfig Read(Checkpoint checkpoint)
    {
        var weights = checkpoint.Weights;
        var version = Detect(checkpoint);
        if (version is ModelVersion.V3 or ModelVersion.V4)
        {
            var generation = version.ToString().ToLowerInvariant();
            throw new ModelImportException(
                "model-version", $"This is a GPT-SoVITS {generation} file. Its diffusion network is not supported yet; use v1, v2, v2Pro or v2ProPlus.")
            {
                Arguments = [generation],
            };
        }

        var model = checkpoint.Config?.Section("model");
        int[] rates = model is null ? [10, 8, 2, 2, 2] : model.Ints("upsample_rates");
        if (rates.Length != weights.CountLayers("dec.ups."))
        {
            throw new CorruptCheckpointException($"The config names {rates.Length} upsampling stages, the weights have {weights.CountLayers("dec.ups.")}.");
        }

        if (rates.Length == 0 || rates.Any(rate => rate < 1))
        {
            throw new CorruptCheckpointException("The config's upsampling rates are no positive numbers.");
        }

        var dilations = model?.FindIntLists("resblock_dilation_sizes")
            ?? [.. Enumerable.Repeat<int[]>([1, 3, 5], weights.CountLayers("dec.resblocks.") / rates.Length)];
        return new SovitsConfig(
            version, (int)weights["dec.conv_pre.weight"].Shape[1], (int)weights["ref_enc.fc.fc.weight"].Shape[0], model?.FindInt("n_heads") ?? 2,
            (int)weights["ref_enc.spectral.0.fc.weight"].Shape[1], (int)weights["enc_p.text_embedding.weight"].Shape[0], rates)
        {
            Dilations = dilations,
        };
    }

    /// <summary>Decides by the tensors; the first two bytes and the config only where tensors leave it open.</summary>
    private static ModelVersion Detect(Checkpoint checkpoint)
    {
        var weights = checkpoint.Weights;
        var named = checkpoint.Config?.Section("model")?.Text("version");
        if (weights.Names.Any(name => name.Contains("lora_A", StringComparison.Ordinal) || name.StartsWith("cfm.", StringComparison.Ordinal)))
        {
            return checkpoint.Head == "04" || named == "v4" ? ModelVersion.V4 : ModelVersion.V3;
        }

        if (!weights.Contains("enc_p.text_embedding.weight") || !weights.Contains("dec.conv_pre.weight"))
        {
            throw new CorruptCheckpointException(weights.Contains("model.ar_predict_layer.weight")
                ? "This is a GPT file (.ckpt), where the SoVITS file (.pth) is wanted."
                : "This is no SoVITS file of GPT-SoVITS: it has no text encoder or no vocoder.");
        }

        if (weights.Contains("sv_emb.weight"))
        {
            // Both have the same tensors. Files that were saved again have lost the mark; then the width of the vocoder tells.
            return (checkpoint.Head, named) switch
            {
                ("05", _) => ModelVersion.V2Pro,
                ("06", _) => ModelVersion.V2ProPlus,
                (_, "v2Pro") => ModelVersion.V2Pro,
                (_, "v2ProPlus") => ModelVersion.V2ProPlus,
                _ => weights["dec.conv_pre.weight"].Shape[0] == 768 ? ModelVersion.V2ProPlus : ModelVersion.V2Pro,
            };
        }

        return weights["enc_p.text_embedding.weight"].Shape[0] == 322 ? ModelVersion.V1 : ModelVersion.V2;
    }
}
