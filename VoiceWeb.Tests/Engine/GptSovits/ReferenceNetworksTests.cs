using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.GptSovits;
using VoiceWeb.Engine.Inference;

namespace VoiceWeb.Tests.Engine.GptSovits;

/// <summary>What is computed once per reference or per sentence of text, against the original (Golden/gptsovits/README.md).</summary>
[Trait("Category", "Golden")]
public sealed class ReferenceNetworksTests
{
    [Theory]
    [MemberData(nameof(GoldenFolder.Folders), MemberType = typeof(GoldenFolder))]
    public void Signal_processing_matches(string folder)
    {
        var golden = GoldenFolder.Open(folder);
        foreach (var (wave, number) in golden.Find(new Regex("^dsp/ref(.*)_wav_32k$")))
        {
            golden.AssertClose($"dsp/ref{number}_spec", ReferenceSpectrum.Compute(golden.Floats(wave), 1025));
            golden.AssertClose($"dsp/ref{number}_wav_16k_from_32k", ParityResampler.Resample(golden.Floats(wave), 32_000, 16_000));
            golden.AssertClose($"dsp/fbank{number}", SpeakerFilterBank.Compute(golden.Floats($"dsp/ref{number}_wav_16k_from_32k")));
        }

        foreach (var (wave, rate) in golden.Find(new Regex("^dsp/resample_in_([0-9]+)$")))
        {
            golden.AssertClose($"dsp/resample_{rate}_to_32000", ParityResampler.Resample(golden.Floats(wave), int.Parse(rate, CultureInfo.InvariantCulture), 32_000));
        }
    }

    [Theory]
    [MemberData(nameof(GoldenFolder.Folders), MemberType = typeof(GoldenFolder))]
    public void Hubert_matches_stage_by_stage(string folder)
    {
        var golden = GoldenFolder.Open(folder);
        Assert.SkipUnless(golden.Has("hubert/wav_16k"), "This folder has no speech network.");
        var model = golden.CheckpointFolder("chinese-hubert-base");
        using var checkpoint = CheckpointReader.Open(Path.Combine(model, "pytorch_model.bin"));
        using var settings = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(model, "config.json")));
        var wave = golden.Floats("hubert/wav_16k");
        using var outputs = NetworkRun.Once(
            new HubertGraph(checkpoint.Weights, settings.RootElement).Build(probes: true), ("wave", Tensor.Of(wave, 1, wave.Length)));

        golden.AssertClose("hubert/conv_features", outputs.Read<float>("convolved"));
        golden.AssertClose("hubert/projected", outputs.Read<float>("projected"));
        golden.AssertClose("hubert/pos_conv", outputs.Read<float>("position"));
        golden.AssertClose("hubert/layer1", outputs.Read<float>("layer1"));
        golden.AssertClose("hubert/ssl_content", NetworkWriter.Transpose(outputs.Read<float>("features").ToArray(), outputs.Shape("features")[1], 768));
    }

    [Theory]
    [MemberData(nameof(GoldenFolder.Versions), MemberType = typeof(GoldenFolder))]
    public void Prompt_codes_are_the_same(string folder, string version)
    {
        var golden = GoldenFolder.Open(folder);
        using var checkpoint = CheckpointReader.Open(golden.Checkpoint($"s2G_{version}.pth"));
        var frames = golden.Shape("hubert/ssl_content")[2];
        using var outputs = NetworkRun.Once(
            QuantizerGraph.Build(checkpoint.Weights, probes: true),
            ("features", Tensor.Of(NetworkWriter.Transpose(golden.Floats("hubert/ssl_content"), 768, frames), 1, frames, 768)));

        golden.AssertClose($"{version}/ssl_projected", outputs.Read<float>("projected"));
        Assert.Equal(golden.Longs($"{version}/prompt_codes"), outputs.Read<long>("codes").ToArray());
    }

    [Theory]
    [MemberData(nameof(GoldenFolder.Folders), MemberType = typeof(GoldenFolder))]
    public void Language_features_match_for_every_sentence(string folder)
    {
        var golden = GoldenFolder.Open(folder);
        Assert.SkipUnless(golden.Has("bert/s0_input_ids"), "This folder has no language model.");
        var model = golden.CheckpointFolder("chinese-roberta-wwm-ext-large");
        using var checkpoint = CheckpointReader.Open(Path.Combine(model, "pytorch_model.bin"));
        using var settings = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(model, "config.json")));
        var tokenizer = BertTokenizer.Open(model);
        var graph = new BertGraph(checkpoint.Weights, settings.RootElement, LinearPrecision.Float32).Build(probes: true);
        for (var sentence = 0; golden.Has($"bert/s{sentence}_input_ids"); sentence++)
        {
            var ids = golden.Longs($"bert/s{sentence}_input_ids");
            if (golden.Note($"bert/s{sentence}_input_ids").Split("token ids of: ") is [_, var text])
            {
                Assert.Equal(ids, tokenizer.Encode(text));
            }

            using var outputs = NetworkRun.Once(graph, ("ids", Tensor.Of(ids, 1, ids.Length)));
            golden.AssertClose($"bert/s{sentence}_embeddings", outputs.Read<float>("embeddings"));
            golden.AssertClose($"bert/s{sentence}_hidden_minus3", outputs.Read<float>("features"));
        }
    }

    [Theory]
    [MemberData(nameof(GoldenFolder.Versions), MemberType = typeof(GoldenFolder))]
    public void Style_and_speaker_match(string folder, string version)
    {
        var golden = GoldenFolder.Open(folder);
        using var checkpoint = CheckpointReader.Open(golden.Checkpoint($"s2G_{version}.pth"));
        var config = SovitsConfig.Read(checkpoint);
        Assert.Equal(version, config.Version.ToString(), ignoreCase: true);
        var style = Style(golden, checkpoint, config, "ref", "", out var plain);
        golden.AssertClose($"{version}/ref_enc", plain);
        if (config.NeedsSpeaker)
        {
            golden.AssertClose($"{version}/ge", style);
            using var conditions = NetworkRun.Once(new StyleGraph(config, checkpoint.Weights).Conditions(), ("style", Tensor.Of(style, 1, config.Style)));
            golden.AssertClose($"{version}/ge512", conditions.Read<float>("text_style"));
        }
    }

    [Theory]
    [MemberData(nameof(GoldenFolder.Folders), MemberType = typeof(GoldenFolder))]
    public void The_speaker_network_matches_stage_by_stage(string folder)
    {
        var golden = GoldenFolder.Open(folder);
        var version = golden.ListVersions().FirstOrDefault(version => golden.Has($"{version}/sv_emb"));
        Assert.SkipWhen(version is null, "This folder has no speaker network.");
        using var checkpoint = CheckpointReader.Open(golden.Checkpoint(GoldenFolder.Speaker));
        var graph = new SpeakerGraph(checkpoint.Weights).Build(probes: true);
        var bands = golden.Floats($"{version}/sv_fbank");
        using var outputs = NetworkRun.Once(graph, ("fbank", Tensor.Of(bands, 1, bands.Length / 80, 80)));

        golden.AssertClose($"{version}/sv_layer1_slice", NetworkRun.Slice(outputs, "layer1", 16, 4));
        golden.AssertClose($"{version}/sv_layer3_slice", NetworkRun.Slice(outputs, "layer3", 16, 4));
        golden.AssertClose($"{version}/sv_layer4_slice", NetworkRun.Slice(outputs, "layer4", 16, 4));
        golden.AssertClose($"{version}/sv_fuse34_slice", NetworkRun.Slice(outputs, "fuse34", 16, 4));
        golden.AssertClose($"{version}/sv_emb", outputs.Read<float>("embedding"));
    }

    /// <summary>The style of one golden reference.</summary>
    internal static float[] Style(GoldenFolder golden, Checkpoint checkpoint, SovitsConfig config, string reference, string speaker, out float[] plain)
    {
        var frames = golden.Shape($"dsp/{reference}_spec")[2];
        var spectrum = golden.Floats($"dsp/{reference}_spec")[..(config.SpectrumBins * frames)];
        var version = golden.ListVersions().First(name => string.Equals(name, config.Version.ToString(), StringComparison.OrdinalIgnoreCase));
        var inputs = new List<(string, Tensor)> { ("spectrum", Tensor.Of(spectrum, 1, config.SpectrumBins, frames)) };
        if (config.NeedsSpeaker)
        {
            inputs.Add(("speaker", Tensor.Of(golden.Floats($"{version}/sv_emb{speaker}"), 1, SovitsConfig.SpeakerWidth)));
        }

        using var outputs = NetworkRun.Once(new StyleGraph(config, checkpoint.Weights).Reference(probes: true), [.. inputs]);
        plain = outputs.Read<float>("plain").ToArray();
        return outputs.Read<float>("style").ToArray();
    }
}
