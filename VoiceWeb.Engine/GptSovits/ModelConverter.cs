using System.Security.Cryptography;
using System.Text.Json;
using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.GptSovits.DirectStep;
using VoiceWeb.Engine.GptSovits.DirectVocoder;
using VoiceWeb.Engine.OnnxGraph;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>Turns checkpoints into a folder of graphs and weights that ONNX Runtime maps. One matrix at a time stands in memory.</summary>
internal static class ModelConverter
{
    /// <summary>Share of the time that converting takes; hashing what was read and written takes the rest.</summary>
    private const double ConvertingShare = 0.85;

    /// <summary>Bytes of a number in a part with 8-bit weights: most take one, scales and tables more.</summary>
    private const double BytesOfRounded = 1.5;

    /// <summary>About how many bytes the converted model takes.</summary>
    public static double EstimateBytes(ModelSources sources, PrecisionProfile profile) =>
        sources.Numbers.Sum(part => EstimateBytes(part.Value, part.Key, profile));

    /// <summary>Converts into an empty folder.</summary>
    /// <param name="progress">Receives 0 to 1.</param>
    /// <exception cref="ModelImportException">A file is damaged or of another kind.</exception>
    public static ModelManifest Convert(
        string name, ModelSources sources, PrecisionProfile profile, string folder, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var precision = profile is PrecisionProfile.Balanced or PrecisionProfile.Edge ? LinearPrecision.Int8 : LinearPrecision.Float32;
        var language = profile == PrecisionProfile.Gpu ? LinearPrecision.Float16 : precision;
        var sound = profile == PrecisionProfile.Gpu ? LinearPrecision.Float16 : LinearPrecision.Float32;
        var total = sources.Files.Values.Sum(file => new FileInfo(file).Length);
        long done = 0;
        void Finished(ModelPart part)
        {
            done += new FileInfo(sources.Files[part]).Length;
            progress?.Report(ConvertingShare * done / total);
        }

        void Write(ModelPart part, string weights, IReadOnlyList<(string, GraphBuilder)> graphs)
        {
            var size = new FileInfo(sources.Files[part]).Length;
            var expected = EstimateBytes(sources.Numbers[part], part, profile);
            var share = new ShareProgress(written => progress?.Report(ConvertingShare * (done + size * Math.Min(1, written / expected)) / total));
            ModelWriter.ToFolder(folder, weights, graphs, share, cancellationToken);
        }

        GptConfig gpt;
        using (var checkpoint = Open(sources, ModelPart.Gpt))
        {
            gpt = GptConfig.Read(checkpoint);
            var graph = new GptGraph(gpt, checkpoint.Weights, precision);
            Write(ModelPart.Gpt, "gpt.bin", [("t2s-prefill.onnx", graph.Prefill()), ("t2s-step.onnx", graph.Step())]);
            if (StepFile.Fits(gpt))
            {
                StepFile.Write(folder, gpt, checkpoint.Weights, precision, cancellationToken);
            }

            Finished(ModelPart.Gpt);
        }

        SovitsConfig sovits;
        int couplings, flowReach, vocoderReach;
        using (var checkpoint = Open(sources, ModelPart.Sovits))
        {
            sovits = SovitsConfig.Read(checkpoint);
            CheckPhones(gpt, sovits);
            CheckRate(sovits);
            var style = new StyleGraph(sovits, checkpoint.Weights);
            var vocoder = new VocoderGraph(sovits, checkpoint.Weights, sound);
            (couplings, flowReach, vocoderReach) = (FlowGraph.Couplings(checkpoint.Weights).Count, FlowGraph.Reach(checkpoint.Weights), vocoder.Reach());
            Write(ModelPart.Sovits, "sovits.bin",
                [
                    ("text-encoder.onnx", new TextEncoderGraph(sovits, checkpoint.Weights, sound).Build()),
                    ("flow.onnx", new FlowGraph(sovits, checkpoint.Weights, sound).Build()),
                    ("vocoder.onnx", vocoder.Build()),
                    ("style.onnx", style.Reference()),
                    ("conditions.onnx", style.Conditions()),
                    ("vq-encode.onnx", QuantizerGraph.Build(checkpoint.Weights)),
                ]);
            if (VocoderFile.Fits(sovits, checkpoint.Weights))
            {
                VocoderFile.Write(folder, sovits, checkpoint.Weights, profile == PrecisionProfile.Edge, cancellationToken);
            }

            Finished(ModelPart.Sovits);
        }

        using (var checkpoint = Open(sources, ModelPart.Hubert))
        using (var settings = Settings(sources.Files[ModelPart.Hubert]))
        {
            Write(ModelPart.Hubert, "hubert.bin", [("hubert.onnx", new HubertGraph(checkpoint.Weights, settings.RootElement).Build())]);
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

            Write(ModelPart.Bert, "bert.bin", [("bert.onnx", new BertGraph(checkpoint.Weights, settings.RootElement, language).Build())]);
            Finished(ModelPart.Bert);
        }

        if (sovits.NeedsSpeaker)
        {
            using var checkpoint = Open(sources, ModelPart.Speaker);
            Write(ModelPart.Speaker, "speaker.bin", [("speaker.onnx", new SpeakerGraph(checkpoint.Weights).Build())]);
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

    /// <summary>Both networks must know the phones that the text front-end makes: all of them from v2 on, or the first of them in v1.</summary>
    private static void CheckPhones(GptConfig gpt, SovitsConfig sovits)
    {
        int later = SymbolTable.Symbols.Count, first = SymbolTable.OfFirstGeneration;
        if ((gpt.Phones, sovits.Phones) == (later, later) || (gpt.Phones, sovits.Phones) == (GptConfig.PhonesOfV1, first))
        {
            return;
        }

        var mixed = (gpt.Phones == GptConfig.PhonesOfV1 || gpt.Phones == later) && (sovits.Phones == first || sovits.Phones == later);
        throw new ModelImportException(mixed ? "model-mixed" : "model-phones", mixed
            ? $"The GPT file is of {Generation(gpt.Phones == later)} and the SoVITS file of {Generation(sovits.Phones == later)}. Their codes differ: use two files of v1, or two of v2 or later."
            : $"The GPT file knows {gpt.Phones} phones and the SoVITS file {sovits.Phones}; v1 knows {GptConfig.PhonesOfV1} and {first}, later ones {later}. The files belong to another program or a later version.")
        {
            Arguments = mixed ? [Generation(gpt.Phones == later), Generation(sovits.Phones == later)] : [gpt.Phones, sovits.Phones, later],
        };

        static string Generation(bool isLater) => isLater ? "v2" : "v1";
    }

    /// <summary>A frame stands for 20 ms.</summary>
    private static void CheckRate(SovitsConfig sovits)
    {
        const int Wanted = SovitsConfig.SampleRate / 50;
        if (sovits.FrameSamples != Wanted)
        {
            throw new CorruptCheckpointException(
                $"The vocoder makes {sovits.FrameSamples} samples of a frame where speech at 32 kHz has {Wanted}: the file belongs to another program.");
        }
    }

    private static Checkpoint Open(ModelSources sources, ModelPart part) => CheckpointReader.Open(sources.Files[part]);

    private static JsonDocument Settings(string weights)
    {
        var path = Path.Combine(Path.GetDirectoryName(weights)!, "config.json");
        return File.Exists(path) ? JsonDocument.Parse(File.ReadAllBytes(path))
            : throw new ModelImportException("model-config-missing", $"Beside {Path.GetFileName(weights)} there is no config.json, which tells its attention heads. Import the whole folder.")
            {
                Arguments = [Path.GetFileName(weights)],
            };
    }

    private static double EstimateBytes(long numbers, ModelPart part, PrecisionProfile profile) =>
        numbers * ((profile, part) switch
        {
            (PrecisionProfile.Balanced or PrecisionProfile.Edge, ModelPart.Gpt) => 2 * BytesOfRounded, // the direct step has weights of its own
            (PrecisionProfile.Balanced or PrecisionProfile.Edge, ModelPart.Bert) => BytesOfRounded,
            (PrecisionProfile.Gpu, ModelPart.Bert) => sizeof(float), // tables of words stay whole
            (_, ModelPart.Gpt or ModelPart.Sovits) => 2 * sizeof(float),
            _ => sizeof(float),
        });

    private sealed class ShareProgress(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
