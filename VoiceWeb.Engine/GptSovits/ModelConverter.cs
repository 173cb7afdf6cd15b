using System.Security.Cryptography;
using System.Text.Json;
using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.OnnxGraph;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>Turns checkpoints into a folder of graphs and weights that ONNX Runtime maps. One matrix at a time stands in memory.</summary>
internal static class ModelConverter
{
    /// <summary>Converts into an empty folder.</summary>
    /// <param name="progress">Receives 0 to 1.</param>
    /// <exception cref="ModelImportException">A file is damaged or of another kind.</exception>
    public static ModelManifest Convert(
        string name, ModelSources sources, PrecisionProfile profile, string folder, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var precision = profile == PrecisionProfile.Balanced ? LinearPrecision.Int8 : LinearPrecision.Float32;
        var total = sources.Files.Values.Sum(file => new FileInfo(file).Length);
        long done = 0;
        void Finished(ModelPart part)
        {
            done += new FileInfo(sources.Files[part]).Length;
            progress?.Report((double)done / total);
        }

        GptConfig gpt;
        using (var checkpoint = Open(sources, ModelPart.Gpt))
        {
            gpt = GptConfig.Read(checkpoint);
            var graph = new GptGraph(gpt, checkpoint.Weights, precision);
            Write(folder, "gpt.bin", [("t2s-prefill.onnx", graph.Prefill()), ("t2s-step.onnx", graph.Step())], cancellationToken);
            Finished(ModelPart.Gpt);
        }

        SovitsConfig sovits;
        int couplings, flowReach, vocoderReach;
        using (var checkpoint = Open(sources, ModelPart.Sovits))
        {
            sovits = SovitsConfig.Read(checkpoint);
            CheckPhones(gpt, sovits);
            var style = new StyleGraph(sovits, checkpoint.Weights);
            var vocoder = new VocoderGraph(sovits, checkpoint.Weights);
            (couplings, flowReach, vocoderReach) = (FlowGraph.Couplings(checkpoint.Weights).Count, FlowGraph.Reach(checkpoint.Weights), vocoder.Reach());
            Write(folder, "sovits.bin",
                [
                    ("text-encoder.onnx", new TextEncoderGraph(sovits, checkpoint.Weights).Build()),
                    ("flow.onnx", new FlowGraph(sovits, checkpoint.Weights).Build()),
                    ("vocoder.onnx", vocoder.Build()),
                    ("style.onnx", style.Reference()),
                    ("conditions.onnx", style.Conditions()),
                    ("vq-encode.onnx", QuantizerGraph.Build(checkpoint.Weights)),
                ], cancellationToken);
            Finished(ModelPart.Sovits);
        }

        using (var checkpoint = Open(sources, ModelPart.Hubert))
        using (var settings = Settings(sources.Files[ModelPart.Hubert]))
        {
            Write(folder, "hubert.bin", [("hubert.onnx", new HubertGraph(checkpoint.Weights, settings.RootElement).Build())], cancellationToken);
            Finished(ModelPart.Hubert);
        }

        if (sources.Files.ContainsKey(ModelPart.Bert))
        {
            using var checkpoint = Open(sources, ModelPart.Bert);
            using var settings = Settings(sources.Files[ModelPart.Bert]);
            var origin = Path.GetDirectoryName(sources.Files[ModelPart.Bert])!;
            BertTokenizer.Open(origin);
            foreach (var vocabulary in (string[])["vocab.txt", "tokenizer.json"])
            {
                if (File.Exists(Path.Combine(origin, vocabulary)))
                {
                    File.Copy(Path.Combine(origin, vocabulary), Path.Combine(folder, vocabulary));
                }
            }

            Write(folder, "bert.bin", [("bert.onnx", new BertGraph(checkpoint.Weights, settings.RootElement, precision).Build())], cancellationToken);
            Finished(ModelPart.Bert);
        }

        if (sovits.NeedsSpeaker)
        {
            using var checkpoint = Open(sources, ModelPart.Speaker);
            Write(folder, "speaker.bin", [("speaker.onnx", new SpeakerGraph(checkpoint.Weights).Build())], cancellationToken);
            Finished(ModelPart.Speaker);
        }

        ModelFile[] origins = [.. sources.Files.Where(source => source.Key != ModelPart.Speaker || sovits.NeedsSpeaker)
            .Select(source => Describe(source.Key.ToString(), source.Value, cancellationToken))];
        ModelFile[] files = [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(file => Describe("converted", file, cancellationToken))];
        var manifest = new ModelManifest(
            ModelManifest.CurrentFormat, name, sovits.Version, profile, origins.Single(file => file.Part == nameof(ModelPart.Sovits)).Sha256, gpt, sovits, couplings, flowReach,
            vocoderReach, sources.Files.ContainsKey(ModelPart.Bert), origins, files);
        manifest.Save(folder);
        progress?.Report(1);
        return manifest;
    }

    /// <summary>A file with its hash.</summary>
    public static ModelFile Describe(string part, string path, CancellationToken cancellationToken)
    {
        using var stream = File.OpenRead(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
        }

        return new ModelFile(part, Path.GetFileName(path), stream.Length, System.Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Both networks must know the phones that the text front-end makes: those of v2 and later.</summary>
    private static void CheckPhones(GptConfig gpt, SovitsConfig sovits)
    {
        var wanted = SymbolTable.Symbols.Count;
        if (gpt.Phones != wanted || sovits.Phones != wanted)
        {
            throw new ModelImportException(sovits.Version == ModelVersion.V1 || gpt.Phones < wanted
                ? $"This is a model of v1, or its GPT file is: it knows {gpt.Phones} and {sovits.Phones} phones where v2 and later know {wanted}. Use files of v2, v2Pro or v2ProPlus."
                : $"The GPT file knows {gpt.Phones} phones and the SoVITS file {sovits.Phones}; this program speaks with {wanted}. The files belong to another program or a later version.");
        }
    }

    private static Checkpoint Open(ModelSources sources, ModelPart part) => CheckpointReader.Open(sources.Files[part]);

    private static JsonDocument Settings(string weights)
    {
        var path = Path.Combine(Path.GetDirectoryName(weights)!, "config.json");
        return File.Exists(path) ? JsonDocument.Parse(File.ReadAllBytes(path))
            : throw new ModelImportException($"Beside {Path.GetFileName(weights)} there is no config.json, which tells its attention heads. Import the whole folder.");
    }

    private static void Write(string folder, string weights, IReadOnlyList<(string, GraphBuilder)> graphs, CancellationToken cancellationToken) =>
        ModelWriter.ToFolder(folder, weights, graphs, null, cancellationToken);
}
