using VoiceWeb.Engine;
using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.GptSovits;
using VoiceWeb.Engine.GptSovits.DirectVocoder;
using VoiceWeb.Engine.GptSovits.Kernels;
using VoiceWeb.Engine.Inference;

namespace VoiceWeb.Tests.Engine.GptSovits;

/// <summary>The vocoder by hand: the same numbers as the original, however it is cut and shared.</summary>
public sealed unsafe class DirectVocoderTests
{
    [Theory]
    [Trait("Category", "Golden")]
    [MemberData(nameof(GoldenFolder.Versions), MemberType = typeof(GoldenFolder))]
    public void It_matches_the_original(string folder, string version)
    {
        RequireKernels();
        var golden = GoldenFolder.Open(folder);
        using var checkpoint = CheckpointReader.Open(golden.Checkpoint($"s2G_{version}.pth"));
        var config = SovitsConfig.Read(checkpoint);
        Assert.SkipUnless(VocoderFile.Fits(config, checkpoint.Weights), "These residual blocks are of another kind; their vocoder runs as an ONNX graph.");
        var style = ReferenceNetworksTests.Style(golden, checkpoint, config, "ref", "", out _);
        using var conditions = NetworkRun.Once(new StyleGraph(config, checkpoint.Weights).Conditions(), ("style", Tensor.Of(style, 1, config.Style)));
        using var vocoder = Open(config, checkpoint.Weights, 2);
        var latent = golden.Floats($"{version}/z");

        var samples = vocoder.Run(
            latent, 0, latent.Length / config.Latent, 0, conditions.Read<float>("vocoder").ToArray(), TestContext.Current.CancellationToken);

        golden.AssertClose($"{version}/audio", samples);
    }

    [Theory]
    [InlineData(16, 3, 1, 100, false)]
    [InlineData(16, 11, 5, 1, false)]
    [InlineData(24, 7, 3, 47, false)]
    [InlineData(40, 11, 1, 401, false)]
    [InlineData(8, 5, 5, 1003, false)]
    [InlineData(16, 3, 1, 100, true)]
    [InlineData(40, 11, 2, 67, true)]
    [InlineData(72, 7, 1, 50, true)]
    public void A_tiled_convolution_is_the_plain_sum(int channels, int kernel, int dilation, int samples, bool rounded)
    {
        RequireKernels();
        var random = new Random(kernel * dilation);
        float[] Some(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextSingle() - 1)];
        var (bias, weights, values, residual) = (Some(channels), Some(channels * channels * kernel), Some(samples * channels), Some(samples * channels));
        var layer = new LayerWeights(weights, channels, channels, kernel);
        if (rounded)
        {
            var (levels, scales) = layer.Round();
            layer = new LayerWeights(levels, scales, channels, channels, kernel);
            // What is left of a weight: nearest to it within half a step.
            for (var i = 0; i < weights.Length; i++)
            {
                var (output, input, tap) = (i / kernel / channels, i / kernel % channels, i % kernel);
                Assert.Equal(weights[i], layer.Value(output, input, tap), 0.501f * layer.Scale(output, input / LayerWeights.Group));
                weights[i] = layer.Value(output, input, tap);
            }
        }

        using var network = new TiledConvolution(bias, layer, dilation);
        var padded = ProductKernel.Padded(channels);
        using var x = new AlignedMemory(sizeof(float) * (samples + 2L * network.Margin) * padded);
        using var y = new AlignedMemory(sizeof(float) * (long)samples * padded);
        using var added = new AlignedMemory(sizeof(float) * (long)samples * padded);
        using var scratch = new AlignedMemory(sizeof(float) * network.Scratch);
        using var space = new AlignedMemory(sizeof(float) * Math.Max(1, network.Widened));
        var from = (float*)x.Start + (long)network.Margin * padded;
        var to = (float*)y.Start;
        for (var sample = 0; sample < samples; sample++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                from[sample * padded + channel] = values[sample * channels + channel];
                ((float*)added.Start)[sample * padded + channel] = residual[sample * channels + channel];
                to[sample * padded + channel] = 1;
            }
        }

        var strips = Math.Max(1, network.Strips(samples, 2));
        for (var strip = strips - 1; strip >= 0; strip--)
        {
            network.Run(network.Widen((float*)space.Start, 2), from, 0.1f, new StripTarget((nint)to, (nint)added.Start, true, 0.5f), samples, strip, strips, (float*)scratch.Start);
        }

        for (var sample = 0; sample < samples; sample++)
        {
            for (var output = 0; output < channels; output++)
            {
                double sum = bias[output] + residual[sample * channels + output] + 1, size = 1;
                for (var tap = 0; tap < kernel; tap++)
                {
                    var at = sample + dilation * (tap - kernel / 2);
                    for (var input = 0; at >= 0 && at < samples && input < channels; input++)
                    {
                        var value = values[at * channels + input];
                        var product = weights[(output * channels + input) * kernel + tap] * (double)(value < 0 ? 0.1f * value : value);
                        sum += product;
                        size += Math.Abs(product);
                    }
                }

                Assert.Equal(sum < 0 ? 0.5 * sum : sum, to[sample * padded + output], 1e-6 * size);
            }
        }
    }

    [Fact]
    public void Threads_and_neighbours_change_no_number_and_little()
    {
        RequireKernels();
        var golden = GoldenFolder.Open(GoldenFolder.OwnPath);
        using var checkpoint = CheckpointReader.Open(golden.Checkpoint("s2G_v2.pth"));
        var config = SovitsConfig.Read(checkpoint);
        using var alone = Open(config, checkpoint.Weights, 1);
        using var shared = Open(config, checkpoint.Weights, 3);
        var reach = new VocoderGraph(config, checkpoint.Weights).Reach();
        var random = new Random(3);
        var (before, own, after) = (reach, 40, reach);
        var count = before + own + after;
        var latent = Enumerable.Range(0, config.Latent * count).Select(_ => 2 * random.NextSingle() - 1).ToArray();
        var style = new float[checkpoint.Weights["dec.conv_pre.weight"].Shape[0]];

        var a = alone.Run(latent, before, own, after, style, TestContext.Current.CancellationToken);
        var b = shared.Run(latent, before, own, after, style, TestContext.Current.CancellationToken);
        var whole = shared.Run(latent, 0, count, 0, style, TestContext.Current.CancellationToken);

        Assert.Equal(a, b);
        Assert.Equal(own * config.FrameSamples, a.Length);
        for (var i = 0; i < a.Length; i++)
        {
            Assert.Equal(whole[before * config.FrameSamples + i], a[i], 2e-6f);
        }
    }

    [Fact]
    public void Rounded_weights_stay_near_and_take_a_quarter()
    {
        RequireKernels();
        var golden = GoldenFolder.Open(GoldenFolder.OwnPath);
        using var checkpoint = CheckpointReader.Open(golden.Checkpoint("s2G_v2.pth"));
        var config = SovitsConfig.Read(checkpoint);
        using var exact = Open(config, checkpoint.Weights, 2);
        using var rounded = Open(config, checkpoint.Weights, 2, rounded: true);
        var latent = golden.Floats("v2/z");
        float[] Run(DirectVocoderNetwork vocoder) => vocoder.Run(
            latent, 0, latent.Length / config.Latent, 0, new float[checkpoint.Weights["dec.conv_pre.weight"].Shape[0]], TestContext.Current.CancellationToken);
        var (a, b) = (Run(exact), Run(rounded));

        var noise = 10 * Math.Log10(a.Zip(b, (x, y) => Math.Pow(x - y, 2)).Sum() / a.Sum(x => (double)x * x));
        Assert.InRange(noise, -70, -30);
        Assert.Equal(b, Run(rounded));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Damaged_or_foreign_weights_are_refused(bool rounded)
    {
        RequireKernels();
        var golden = GoldenFolder.Open(GoldenFolder.OwnPath);
        using var checkpoint = CheckpointReader.Open(golden.Checkpoint("s2G_v2.pth"));
        var config = SovitsConfig.Read(checkpoint);
        var folder = Directory.CreateTempSubdirectory("voiceweb-vocoder-").FullName;
        try
        {
            VocoderFile.Write(folder, config, checkpoint.Weights, rounded, TestContext.Current.CancellationToken);
            IVocoder? Open(SovitsConfig sizes) => DirectVocoderNetwork.TryOpen(folder, sizes, 11, new ProcessorLoad(), 1);
            Assert.Throws<EngineUnavailableException>(() => Open(config with { Rates = [2, 2] }));
            Assert.Throws<EngineUnavailableException>(() => Open(config with { Latent = config.Latent + 1 }));
            var path = Path.Combine(folder, VocoderFile.Name);
            var bytes = File.ReadAllBytes(path);
            foreach (var length in (int[])[0, 3, 20, 1000, bytes.Length - 1])
            {
                File.WriteAllBytes(path, bytes[..length]);
                Assert.Throws<EngineUnavailableException>(() => Open(config));
            }

            File.WriteAllBytes(path, [.. bytes, 0]);
            Assert.Throws<EngineUnavailableException>(() => Open(config));
            File.Delete(path);
            Assert.Null(Open(config));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_cancelled_window_stops()
    {
        RequireKernels();
        var golden = GoldenFolder.Open(GoldenFolder.OwnPath);
        using var checkpoint = CheckpointReader.Open(golden.Checkpoint("s2G_v2.pth"));
        var config = SovitsConfig.Read(checkpoint);
        using var vocoder = Open(config, checkpoint.Weights, 1);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => vocoder.Run(new float[config.Latent * 3], 0, 3, 0, [], stop.Token));
    }

    internal static DirectVocoderNetwork Open(SovitsConfig config, StateDict weights, int threads, bool rounded = false)
    {
        var folder = Directory.CreateTempSubdirectory("voiceweb-vocoder-").FullName;
        try
        {
            VocoderFile.Write(folder, config, weights, rounded, TestContext.Current.CancellationToken);
            return DirectVocoderNetwork.TryOpen(folder, config, new VocoderGraph(config, weights).Reach(), new ProcessorLoad(), threads)!;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void RequireKernels() => Assert.SkipUnless(ProductKernel.Supported, "This processor has no AVX2; the vocoder runs as an ONNX graph.");
}
