using VoiceWeb.Engine;
using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.GptSovits;
using VoiceWeb.Engine.GptSovits.DirectStep;
using VoiceWeb.Engine.Inference;

namespace VoiceWeb.Tests.Engine.GptSovits;

/// <summary>The hand-written step: kernels against plain sums, damaged weights, and caches that grow. Its logits are compared in <see cref="GptTests"/>.</summary>
public sealed unsafe class DirectStepTests
{
    [Theory]
    [InlineData(16, 8, 1)]
    [InlineData(1025, 64, 3)]
    [InlineData(24, 2048, 2)]
    public void Products_of_every_kind_equal_plain_sums(int outputs, int inputs, int rows)
    {
        RequireKernels();
        var random = new Random(outputs + inputs);
        var weight = Array.ConvertAll(new float[outputs * inputs], _ => (float)(Half)(random.NextSingle() - 0.5f));
        var x = Array.ConvertAll(new float[rows * inputs], _ => 4 * (random.NextSingle() - 0.5f));
        var tiles = (outputs + 7) / 8;
        var bias = Array.ConvertAll(new float[tiles * 8], _ => random.NextSingle());
        var single = StepFile.Tile<float>(weight, outputs, inputs, 8);
        var half = StepFile.Tile<Half>(Array.ConvertAll(weight, value => (Half)value), outputs, inputs, 8);
        var scaled = Array.ConvertAll(x, value => value * HalfNumber.Gain);
        var (a, b) = (new float[rows * tiles * 8], new float[rows * tiles * 8]);
        fixed (float* px = x, ps = scaled, pb = bias, pa = a, pc = b, pw = single)
        fixed (Half* ph = half)
        {
            MatrixKernels.Multiply<SingleNumber>((byte*)pw, tiles, new TileRange(0, tiles), inputs, pb, px, pa, rows);
            MatrixKernels.Multiply<HalfNumber>((byte*)ph, tiles, new TileRange(0, tiles), inputs, pb, ps, pc, rows);
        }

        for (var row = 0; row < rows; row++)
        {
            for (var output = 0; output < outputs; output++)
            {
                double expected = bias[output];
                for (var i = 0; i < inputs; i++)
                {
                    expected += (double)weight[output * inputs + i] * x[row * inputs + i];
                }

                Assert.Equal(expected, a[row * tiles * 8 + output], 2e-4);
                Assert.Equal(a[row * tiles * 8 + output], b[row * tiles * 8 + output], 1e-6f * Math.Abs((float)expected) + 1e-6f);
            }
        }
    }

    [Theory]
    [InlineData(40, 128, 128, 2)]
    [InlineData(9, 256, 64, 1)]
    [InlineData(1025, 32, 32, 3)]
    public void Products_of_bytes_are_exact_sums_of_what_was_rounded(int outputs, int inputs, int block, int rows)
    {
        RequireKernels();
        var random = new Random(inputs);
        // The largest numbers of both sides meet: nothing may saturate.
        var weight = Array.ConvertAll(new sbyte[outputs * inputs], _ => (sbyte)(random.Next(3) == 0 ? 127 : random.Next(3) == 0 ? -127 : random.Next(-127, 128)));
        var x = Array.ConvertAll(new float[rows * inputs], _ => random.Next(2) == 0 ? 1.27f : (random.Next(255) - 127) / 100f);
        var tiles = (outputs + 7) / 8;
        var blocks = inputs / block;
        var scales = Array.ConvertAll(new float[tiles * blocks * 8], _ => random.NextSingle());
        var laid = StepFile.Tile<sbyte>(weight, outputs, inputs, 32);
        var (rounded, own, y, bias) = (new sbyte[rows * inputs], new float[rows * blocks], new float[rows * tiles * 8], new float[tiles * 8]);
        fixed (float* px = x, po = own, ps = scales, pb = bias, py = y)
        fixed (sbyte* pw = laid, pr = rounded)
        {
            for (var row = 0; row < rows; row++)
            {
                MatrixKernels.Round(px + row * inputs, inputs, block, pr + row * inputs, po + row * blocks);
            }

            MatrixKernels.MultiplyBytes(pw, ps, tiles, new TileRange(0, tiles), inputs, block, pb, pr, po, py, rows);
        }

        for (var i = 0; i < x.Length; i++)
        {
            Assert.Equal(x[i], rounded[i] * own[i / block], own[i / block] * 0.501f);
        }

        for (var row = 0; row < rows; row++)
        {
            for (var output = 0; output < outputs; output++)
            {
                double expected = 0;
                for (var i = 0; i < inputs; i++)
                {
                    expected += (double)weight[output * inputs + i] * rounded[row * inputs + i] * own[(row * inputs + i) / block]
                        * scales[(output / 8 * blocks + i / block) * 8 + output % 8];
                }

                Assert.Equal(expected, y[row * tiles * 8 + output], 1e-3 + 1e-5 * Math.Abs(expected));
            }
        }
    }

    [Fact]
    public void Every_half_is_widened_exactly()
    {
        RequireKernels();
        var halves = Enumerable.Range(0, 65536).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits)).Where(Half.IsFinite).ToArray();
        var bytes = stackalloc Half[8];
        for (var from = 0; from + 8 <= halves.Length; from += 8)
        {
            halves.AsSpan(from, 8).CopyTo(new Span<Half>(bytes, 8));
            var wide = HalfNumber.Load((byte*)bytes);
            for (var lane = 0; lane < 8; lane++)
            {
                Assert.Equal((float)halves[from + lane], wide[lane] * HalfNumber.Gain);
            }
        }
    }

    [Fact]
    public void Damaged_or_foreign_weights_are_refused()
    {
        RequireKernels();
        var golden = GoldenFolder.Open(GoldenFolder.OwnPath);
        using var checkpoint = CheckpointReader.Open(golden.Checkpoint("s1.ckpt"));
        var config = GptConfig.Read(checkpoint);
        var folder = Directory.CreateTempSubdirectory("voiceweb-step-").FullName;
        try
        {
            StepFile.Write(folder, config, checkpoint.Weights, LinearPrecision.Int8, TestContext.Current.CancellationToken);
            Assert.Throws<EngineUnavailableException>(() => DirectStepNetwork.TryOpen(folder, config with { Layers = config.Layers + 1 }, new ProcessorLoad(), 1));
            var path = Path.Combine(folder, StepFile.Name);
            var bytes = File.ReadAllBytes(path);
            foreach (var length in (int[])[0, 3, 1000, bytes.Length - 1])
            {
                File.WriteAllBytes(path, bytes[..length]);
                Assert.Throws<EngineUnavailableException>(() => DirectStepNetwork.TryOpen(folder, config, new ProcessorLoad(), 1));
            }

            File.WriteAllBytes(path, [.. bytes, 0]);
            Assert.Throws<EngineUnavailableException>(() => DirectStepNetwork.TryOpen(folder, config, new ProcessorLoad(), 1));
            File.Delete(path);
            Assert.Null(DirectStepNetwork.TryOpen(folder, config, new ProcessorLoad(), 1));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(LinearPrecision.Float32)]
    [InlineData(LinearPrecision.Int8)]
    internal void Growing_and_moving_change_no_number(LinearPrecision precision)
    {
        RequireKernels();
        var golden = GoldenFolder.Open(GoldenFolder.OwnPath);
        using var checkpoint = CheckpointReader.Open(golden.Checkpoint("s1.ckpt"));
        var config = GptConfig.Read(checkpoint);
        using var network = Open(config, checkpoint.Weights, precision);
        using var roomy = network.Open(2, 64);
        using var tight = network.Open(3, 8);
        var (a, b) = (new float[2 * config.Codes], new float[3 * config.Codes]);
        for (var step = 0; step < 40; step++)
        {
            if (step == tight.Capacity)
            {
                tight.Grow(tight.Capacity + 8);
            }

            roomy.Run([new StepRow(step, step, step)], a, TestContext.Current.CancellationToken);
            // Alone in one, beside another sentence in the other, and from another slot half of the time.
            if (step == 20)
            {
                tight.Move(0, 1);
            }

            var own = new StepRow(step, step, step);
            var other = new StepRow(7, 3, step);
            tight.Run(step < 20 ? [own, other] : [other, own], b, TestContext.Current.CancellationToken);
            Assert.Equal(a.AsSpan(0, config.Codes), b.AsSpan(step < 20 ? 0 : config.Codes, config.Codes));
        }
    }

    [Theory]
    [InlineData(LinearPrecision.Float32, 2)]
    [InlineData(LinearPrecision.Int8, 3)]
    internal void Threads_that_share_a_step_change_no_number(LinearPrecision precision, int threads)
    {
        RequireKernels();
        var golden = GoldenFolder.Open(GoldenFolder.OwnPath);
        using var checkpoint = CheckpointReader.Open(golden.Checkpoint("s1.ckpt"));
        var config = GptConfig.Read(checkpoint);
        var load = new ProcessorLoad();
        using var network = Open(config, checkpoint.Weights, precision, load, threads);
        using var shared = network.Open(2, 8);
        using var alone = network.Open(2, 8);
        var (a, b) = (new float[2 * config.Codes], new float[2 * config.Codes]);
        for (var step = 0; step < 40; step++)
        {
            StepRow[] rows = [new StepRow(step, step, step), new StepRow(7, 3, step)];
            foreach (var caches in (IStepCaches[])[shared, alone])
            {
                if (step == caches.Capacity)
                {
                    caches.Grow(caches.Capacity + 8);
                }
            }

            shared.Run(rows, a, TestContext.Current.CancellationToken);
            using (load.Enter())
            {
                alone.Run(rows, b, TestContext.Current.CancellationToken);
            }

            Assert.Equal(b, a);
        }
    }

    [Theory]
    [InlineData(LinearPrecision.Float32)]
    [InlineData(LinearPrecision.Int8)]
    internal void Threads_that_share_a_prefill_change_no_number_and_foreign_phones_are_refused(LinearPrecision precision)
    {
        RequireKernels();
        var golden = GoldenFolder.Open(GoldenFolder.OwnPath);
        using var checkpoint = CheckpointReader.Open(golden.Checkpoint("s1.ckpt"));
        var config = GptConfig.Read(checkpoint);
        var random = new Random(5);
        var request = new SemanticRequest(
            [.. Enumerable.Range(0, 61).Select(_ => (long)random.Next(config.Phones))], [.. Enumerable.Range(0, 61 * 1024).Select(_ => random.NextSingle())],
            [.. Enumerable.Range(0, 70).Select(_ => (long)random.Next(config.End))], 1, 9, new SamplingSettings());
        var results = new List<float[]>();
        foreach (var threads in (int[])[1, 3])
        {
            using var network = Open(config, checkpoint.Weights, precision, new ProcessorLoad(), threads);
            using var caches = network.Open(2, 140);
            var logits = new float[2 * config.Codes];
            Assert.True(caches.TryPrefill(0, request, logits, TestContext.Current.CancellationToken), "the direct prefill reads this network");
            caches.Run([new StepRow(3, 70, 131)], logits.AsSpan(config.Codes), TestContext.Current.CancellationToken);
            results.Add(logits);
            Assert.Throws<ArgumentException>(() => caches.TryPrefill(0, request with { Prompt = [config.Codes] }, new float[config.Codes], TestContext.Current.CancellationToken));
            Assert.Throws<ArgumentException>(() => caches.TryPrefill(0, request with { Bert = [] }, new float[config.Codes], TestContext.Current.CancellationToken));
        }

        Assert.Equal(results[0], results[1]);
        Assert.All(results[0], value => Assert.True(float.IsFinite(value)));
    }

    /// <summary>The step over a checkpoint's weights.</summary>
    internal static IStepNetwork Open(GptConfig config, StateDict weights, LinearPrecision precision) =>
        Open(config, weights, precision, new ProcessorLoad(), 2);

    private static DirectStepNetwork Open(GptConfig config, StateDict weights, LinearPrecision precision, ProcessorLoad load, int threads)
    {
        var folder = Directory.CreateTempSubdirectory("voiceweb-step-").FullName;
        try
        {
            StepFile.Write(folder, config, weights, precision, TestContext.Current.CancellationToken);
            return DirectStepNetwork.TryOpen(folder, config, load, threads)!;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void RequireKernels() => Assert.SkipUnless(MatrixKernels.Supported, "This processor has no AVX2; the step runs as an ONNX graph.");
}
