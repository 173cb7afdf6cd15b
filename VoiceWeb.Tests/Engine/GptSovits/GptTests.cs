using System.Text.RegularExpressions;
using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.GptSovits;
using VoiceWeb.Engine.GptSovits.DirectStep;
using VoiceWeb.Engine.Inference;
using VoiceWeb.Engine.OnnxGraph;

namespace VoiceWeb.Tests.Engine.GptSovits;

/// <summary>The text-to-semantic network against what the original computed from the same weights (Golden/gptsovits/README.md).</summary>
[Trait("Category", "Golden")]
public sealed class GptTests
{
    private static readonly SessionFactory Sessions = new(new InferenceOptions { Device = Device.Cpu });

    /// <summary>Both ways of making a step, where this processor has both and the network's sizes allow both.</summary>
    private static bool[] Steps(GoldenFolder golden)
    {
        using var checkpoint = CheckpointReader.Open(golden.Checkpoint("s1.ckpt"));
        return MatrixKernels.Supported && StepFile.Fits(GptConfig.Read(checkpoint)) ? [false, true] : [false];
    }

    /// <summary>The original's greedy runs: top-k 1, temperature 1, penalty 1.35.</summary>
    private static readonly SamplingSettings Greedy = new() { TopK = 1 };

    [Theory]
    [MemberData(nameof(GoldenFolder.Folders), MemberType = typeof(GoldenFolder))]
    public void Prefill_matches_stage_by_stage(string folder)
    {
        var golden = GoldenFolder.Open(folder);
        using var checkpoint = CheckpointReader.Open(golden.Checkpoint("s1.ckpt"));
        var config = GptConfig.Read(checkpoint);
        using var session = Sessions.Open(ModelWriter.ToBytes(new GptGraph(config, checkpoint.Weights, LinearPrecision.Float32).Prefill(probes: true)));

        foreach (var name in golden.ListSequences().Where(name => golden.Has(name + "_prefill_logits")))
        {
            Compare(name);
        }

        void Compare(string name)
        {
            var request = Request(golden, name, 1);
            using var phones = Tensor.Of(request.Phones, 1, request.Phones.Length);
            using var bert = Tensor.Of(request.Bert, 1, request.Phones.Length, 1024);
            using var codes = Tensor.Of(request.Prompt, 1, request.Prompt.Length);
            using var outputs = session.Run([("phones", phones), ("bert", bert), ("codes", codes)], null, TestContext.Current.CancellationToken);

            foreach (var (stage, output) in ((string, string)[])[
                ("text_embed", "text"), ("audio_embed", "audio"), ("prefill_k0", "k0"), ("prefill_v_last", $"v{config.Layers - 1}"), ("prefill_hidden", "hidden"),
                ("prefill_logits", "logits")])
            {
                if (golden.Has($"{name}_{stage}"))
                {
                    golden.AssertClose($"{name}_{stage}", outputs.Read<float>(output));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(GoldenFolder.Sequences), MemberType = typeof(GoldenFolder))]
    public void Every_step_matches_and_the_codes_are_the_same(string folder, string name) => Assert.All(Steps(GoldenFolder.Open(folder)), direct =>
    {
        var golden = GoldenFolder.Open(folder);
        using var decoder = OpenDecoder(golden, LinearPrecision.Float32, direct);
        var expected = golden.Longs(name + "_y");
        var request = Request(golden, name, 1500);
        var generated = expected[request.Prompt.Length..];
        if (golden.Manifest.GetProperty("t2s").EnumerateArray().Single(entry => entry.GetProperty("name").GetString() == name)
            .GetProperty("ended_by").GetString() != "eos")
        {
            request = request with { MaxCodes = generated.Length };
        }

        var logits = new List<float>();
        var result = Assert.Single(decoder.Decode([request], (_, _, raw) => logits.AddRange(raw), TestContext.Current.CancellationToken));

        Assert.Equal(generated, result.Codes);
        golden.AssertClose(name + "_step_logits", System.Runtime.InteropServices.CollectionsMarshal.AsSpan(logits));
    });

    [Theory]
    [MemberData(nameof(GoldenFolder.Folders), MemberType = typeof(GoldenFolder))]
    public void A_ragged_batch_gives_each_sentence_the_codes_it_has_alone(string folder) => Assert.All(Steps(GoldenFolder.Open(folder)), direct =>
    {
        var golden = GoldenFolder.Open(folder);
        using var decoder = OpenDecoder(golden, LinearPrecision.Float32, direct);
        var requests = Enumerable.Range(0, 1000).TakeWhile(row => golden.Has($"s1/batch_phones{row}")).Select(row => BatchRequest(golden, row)).ToList();
        if (requests.Count == 0)
        {
            return; // a folder without batches
        }

        var logits = requests.ToDictionary(request => requests.IndexOf(request), _ => new List<float[]>());
        var together = decoder.Decode(requests, (row, _, raw) => logits[row].Add(raw), TestContext.Current.CancellationToken)
            .ToDictionary(result => result.Index);

        for (var row = 0; row < requests.Count; row++)
        {
            Assert.Equal(golden.Longs($"s1/batch_y{row}")[requests[row].Prompt.Length..], together[row].Codes);
            var alone = new List<float[]>();
            var single = Assert.Single(decoder.Decode([requests[row]], (_, _, raw) => alone.Add(raw), TestContext.Current.CancellationToken));
            Assert.Equal(single.Codes, together[row].Codes);
            Assert.Equal(alone.SelectMany(step => step), logits[row].SelectMany(step => step));
        }

        golden.AssertClose("s1/batch_prefill_logits", Floats(requests.SelectMany((_, row) => logits[row][0])));
        foreach (var (name, _) in golden.Find(new Regex("^s1/batch_step0_to_[0-9]+_logits$")))
        {
            golden.AssertClose(name, Floats(Enumerable.Range(0, golden.Shape(name)[0]).SelectMany(step => requests.SelectMany((_, row) => logits[row][step]))));
        }

        static float[] Floats(IEnumerable<float> values) => [.. values];
    });

    [Theory]
    [MemberData(nameof(GoldenFolder.Folders), MemberType = typeof(GoldenFolder))]
    public void A_limit_is_told_from_an_end(string folder) => Assert.All(Steps(GoldenFolder.Open(folder)), direct =>
    {
        var golden = GoldenFolder.Open(folder);
        using var decoder = OpenDecoder(golden, LinearPrecision.Float32, direct);
        var requests = Enumerable.Range(0, 1000).TakeWhile(row => golden.Has($"s1/batch_early_y{row}")).Select(row => BatchRequest(golden, row)).ToList();
        if (requests.Count == 0)
        {
            return; // a folder without batches that were stopped
        }

        long[] Expected(int row) => golden.Longs($"s1/batch_early_y{row}")[requests[row].Prompt.Length..];
        // The rows that were still alive at the limit are the longest ones.
        var limit = requests.Select((_, row) => Expected(row).Length).Max();

        foreach (var result in decoder.Decode([.. requests.Select(request => request with { MaxCodes = limit })], null, TestContext.Current.CancellationToken))
        {
            Assert.Equal(Expected(result.Index), result.Codes);
            Assert.Equal(result.Codes.Length < limit, result.Ended);
        }
    });

    [Fact]
    public void Eight_bit_weights_stay_near() => Assert.All(Steps(GoldenFolder.Open(GoldenFolder.OwnPath)), direct =>
    {
        var golden = GoldenFolder.Open(GoldenFolder.OwnPath);
        using var exact = OpenDecoder(golden, LinearPrecision.Float32, direct);
        using var rounded = OpenDecoder(golden, LinearPrecision.Int8, direct);
        var request = Request(golden, "s1/a", 1);
        float[] a = [], b = [];
        _ = exact.Decode([request], (_, _, raw) => a = raw, TestContext.Current.CancellationToken).ToList();
        _ = rounded.Decode([request], (_, _, raw) => b = raw, TestContext.Current.CancellationToken).ToList();

        var cosine = System.Numerics.Tensors.TensorPrimitives.CosineSimilarity<float>(a, b);
        Assert.True(cosine > 0.995, $"logits of 8-bit weights have cosine {cosine} with those of fp32");
        Assert.NotEqual(a, b);
    });

    [Fact]
    public void A_cancelled_decode_stops() => Assert.All(Steps(GoldenFolder.Open(GoldenFolder.OwnPath)), direct =>
    {
        var golden = GoldenFolder.Open(GoldenFolder.OwnPath);
        using var decoder = OpenDecoder(golden, LinearPrecision.Float32, direct);
        using var stop = new CancellationTokenSource();
        var steps = 0;

        Assert.ThrowsAny<OperationCanceledException>(() => decoder.Decode(
            [Request(golden, "s1/a", 1500)],
            (_, step, _) =>
            {
                steps = step;
                if (step == 5)
                {
                    stop.Cancel();
                }
            }, stop.Token).ToList());
        Assert.Equal(5, steps);
    });

    private static SemanticDecoder OpenDecoder(GoldenFolder golden, LinearPrecision precision, bool direct)
    {
        using var checkpoint = CheckpointReader.Open(golden.Checkpoint("s1.ckpt"));
        var config = GptConfig.Read(checkpoint);
        var graph = new GptGraph(config, checkpoint.Weights, precision);
        var prefill = ModelWriter.ToBytes(graph.Prefill());
        return new SemanticDecoder(config, new(() => Sessions.Open(prefill)), direct
            ? DirectStepTests.Open(config, checkpoint.Weights, precision)
            : new OnnxStepNetwork(config, Sessions.Open(ModelWriter.ToBytes(graph.Step()))));
    }

    private static SemanticRequest Request(GoldenFolder golden, string name, int maxCodes)
    {
        var phones = golden.Longs(name + "_phones");
        return new SemanticRequest(
            phones, NetworkWriter.Transpose(golden.Floats(name + "_bert"), 1024, phones.Length),
            golden.Has(name + "_prompt") ? golden.Longs(name + "_prompt") : [], 1, maxCodes, Greedy);
    }

    private static SemanticRequest BatchRequest(GoldenFolder golden, int row)
    {
        var phones = golden.Longs($"s1/batch_phones{row}");
        var prompts = golden.Longs("s1/batch_prompt");
        var length = golden.Shape("s1/batch_prompt")[1];
        return new SemanticRequest(
            phones, NetworkWriter.Transpose(golden.Floats($"s1/batch_bert{row}"), 1024, phones.Length), prompts[(row * length)..((row + 1) * length)], 1, 1500, Greedy);
    }
}
