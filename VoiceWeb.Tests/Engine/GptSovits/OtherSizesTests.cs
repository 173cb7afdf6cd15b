using System.Text.Json;
using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.GptSovits;
using VoiceWeb.Engine.GptSovits.DirectVocoder;
using VoiceWeb.Engine.GptSovits.Kernels;
using VoiceWeb.Engine.Inference;
using VoiceWeb.Engine.OnnxGraph;
using VoiceWeb.Tests.Engine.Checkpoints;

namespace VoiceWeb.Tests.Engine.GptSovits;

/// <summary>Networks of sizes that no published file has: computed rightly, or refused in words.</summary>
public sealed class OtherSizesTests
{
    [Fact]
    public void Heads_of_any_width_continue_what_was_read_at_once()
    {
        var golden = GoldenFolder.Open(GoldenFolder.OwnPath);
        using var checkpoint = CheckpointReader.Open(golden.Checkpoint("s1.ckpt"));
        var config = GptConfig.Read(checkpoint) with { Heads = 16 };
        Assert.NotEqual(config.HeadWidth, config.CachedHeadWidth);
        var graph = new GptGraph(config, checkpoint.Weights, LinearPrecision.Float32);
        var prefill = ModelWriter.ToBytes(graph.Prefill());
        using var decoder = new SemanticDecoder(
            config, new(() => NetworkRun.Sessions.Open(prefill)), new OnnxStepNetwork(config, NetworkRun.Sessions.Open(ModelWriter.ToBytes(graph.Step()))));
        var random = new Random(2);
        var request = new SemanticRequest(
            [3, 1, 4, 1, 5], [.. Enumerable.Range(0, 5 * GptConfig.BertWidth).Select(_ => random.NextSingle() - 0.5f)], [9, 2, 6], 1, 12, new SamplingSettings());
        var logits = new List<float[]>();

        var codes = decoder.Decode([request], (_, _, raw) => logits.Add(raw), TestContext.Current.CancellationToken).Single().Codes;
        var again = new List<float[]>();
        _ = decoder.Decode([request with { Prompt = [.. request.Prompt, .. codes[..^1]], MaxCodes = 1 }], (_, _, raw) => again.Add(raw), TestContext.Current.CancellationToken).ToList();

        Assert.Equal(12, logits.Count);
        Assert.All(logits[^1].Zip(again[0]), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Theory]
    [InlineData("convs1", 12, 12)]
    [InlineData("convs", 12, 12)]
    [InlineData("convs1", 40, 7)]
    public void A_vocoder_of_other_rates_kernels_and_blocks_is_the_plain_sum(string kind, int channels, int latent)
    {
        using var file = new TemporaryFile();
        int[] rates = [3, 4], kernels = [7, 4];
        int[][] dilations = [[1, 2], [2, 3]];
        PlainVocoder.WriteWeights(file.Path, kind, channels, latent, rates, kernels, [3, 5], dilations);
        using var checkpoint = CheckpointReader.Open(file.Path);
        var config = new SovitsConfig(ModelVersion.V2, latent, 512, 2, 704, 732, rates) { Dilations = dilations };
        var random = new Random(4);
        float[] Some(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextSingle() - 1)];
        const int Frames = 21;
        var (frames, style) = (Some(latent * Frames), Some(channels));

        var expected = PlainVocoder.Run(checkpoint.Weights, frames, Frames, style, rates, dilations);
        using var outputs = NetworkRun.Once(
            new VocoderGraph(config, checkpoint.Weights).Build(), ("latent", Tensor.Of(frames, 1, latent, 1, Frames)), ("style", Tensor.Of(style, 1, channels)),
            ("left", Tensor.Of(new long[1], 1)), ("right", Tensor.Of(new long[1], 1)));
        Close(expected, outputs.Read<float>("samples"));

        Assert.Equal(kind == "convs1", VocoderFile.Fits(config, checkpoint.Weights));
        if (kind == "convs1" && ProductKernel.Supported)
        {
            using var direct = DirectVocoderTests.Open(config, checkpoint.Weights, 2);
            Close(expected, direct.Run(frames, 0, Frames, 0, style, TestContext.Current.CancellationToken));
        }

        static void Close(double[] wanted, ReadOnlySpan<float> actual)
        {
            Assert.Equal(wanted.Length, actual.Length);
            for (var i = 0; i < wanted.Length; i++)
            {
                Assert.Equal(wanted[i], actual[i], 1e-5);
            }
        }
    }

    [Fact]
    public void A_vocoder_whose_config_belongs_to_other_weights_is_refused_in_words()
    {
        using var file = new TemporaryFile();
        PlainVocoder.WriteWeights(file.Path, "convs1", 12, 12, [3, 4], [7, 4], [3, 5], [[1, 2], [2, 3]]);
        using var checkpoint = CheckpointReader.Open(file.Path);
        var config = new SovitsConfig(ModelVersion.V2, 12, 512, 2, 704, 732, [3, 4]) { Dilations = [[1, 2], [2, 3]] };
        string Refusal(SovitsConfig sizes) => Assert.Throws<CorruptCheckpointException>(() => new VocoderGraph(sizes, checkpoint.Weights).Build()).Message;

        Assert.Contains("2 samples of one with 7 taps", Refusal(config with { Rates = [2, 4] }));
        Assert.Contains("5 samples of one with 4 taps", Refusal(config with { Rates = [3, 5] }));
        Assert.Contains("dilations", Refusal(config with { Dilations = [[1, 2]] }));
        Assert.Contains("dilations", Refusal(config with { Dilations = [[1, 2], [3]] }));
        Assert.Contains("4 residual blocks in 3 stages", Refusal(config with { Rates = [3, 4, 2] }));
    }

    [Theory]
    [InlineData("""{"do_stable_layer_norm": true}""", "do_stable_layer_norm")]
    [InlineData("""{"feat_extract_norm": "layer"}""", "feat_extract_norm")]
    [InlineData("""{"do_stable_layer_norm": false, "hidden_act": "relu"}""", "hidden_act")]
    public void Another_speech_network_is_refused_by_the_setting_that_differs(string settings, string named)
    {
        using var document = JsonDocument.Parse(settings);
        Assert.Contains(named, Assert.Throws<CorruptCheckpointException>(() => HubertSettings.Check(document.RootElement)).Message);
    }

    [Fact]
    public void Settings_may_stand_in_tuples_and_as_fractions()
    {
        var map = new CheckpointMap();
        map.Set("rates", new PickleTuple([10.0, 8L]));
        map.Set("dilations", new List<object?> { new PickleTuple([1L, 3.0]), new List<object?> { 2L } });
        map.Set("half", new List<object?> { 0.5 });
        map.Set("flat", new List<object?> { 1L });

        Assert.Equal([10, 8], map.Ints("rates"));
        Assert.Equal([[1, 3], [2]], map.FindIntLists("dilations")!);
        Assert.Null(map.FindIntLists("none"));
        Assert.Throws<CorruptCheckpointException>(() => map.Ints("half"));
        Assert.Throws<CorruptCheckpointException>(() => map.FindIntLists("flat"));
    }
}
