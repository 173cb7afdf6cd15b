using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.OnnxGraph;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// HiFi-GAN (Kong et al., 2020): latent frames at 50 Hz to samples at 32 kHz. Convolutions have four dimensions, which the processor's
/// blocked kernels need; transposed convolutions are written as a convolution with as many outputs as it makes samples, then interleaved.
/// </summary>
internal sealed class VocoderGraph(SovitsConfig config, StateDict weights, LinearPrecision precision = LinearPrecision.Float32)
{
    /// <summary>Frames to each side that a frame's samples depend on.</summary>
    public int Reach() => UpsamplingReach(0, Needs()[0]) + Half("dec.conv_pre");

    /// <summary>
    /// Inputs: latent (B, channels, 1, W), style (B, first channels), left and right (1): 1 where the window has neighbours on that side, 0 at an end of
    /// the sentence. Output: samples (B, 1, 1, frame samples times W), without the first and last <see cref="Reach"/> frames where there are
    /// neighbours, but for <see cref="Spare"/> samples.
    /// </summary>
    /// <remarks>What the neighbours are there for is needed in ever fewer samples from stage to stage; the rest is dropped as soon as nothing asks for it.</remarks>
    /// <param name="probes">Whether inner stages are outputs too, for parity tests.</param>
    public GraphBuilder Build(bool probes = false)
    {
        var graph = new GraphBuilder("vocoder");
        var network = new NetworkWriter(graph, weights, precision);
        var exact = new NetworkWriter(graph, weights, LinearPrecision.Float32); // what makes the samples themselves
        var channels = weights["dec.conv_pre.weight"].Shape[0];
        var latent = graph.Input("latent", OnnxType.Float, "B", config.Latent, 1, "W");
        var style = graph.Input("style", OnnxType.Float, "B", channels);
        var left = graph.Input("left", OnnxType.Int64, 1);
        var right = graph.Input("right", OnnxType.Int64, 1);
        var needs = Needs();
        var has = Reach();

        var x = network.WideConv(latent, "dec.conv_pre", config.Latent, channels, Kernel("dec.conv_pre"));
        if (probes)
        {
            graph.Output("conv_pre", x);
        }

        x = graph.Add(x, graph.Reshape(style, "B", channels, 1, 1));
        var blocks = Blocks();
        // The mean over the blocks is a sum here; its factor goes into the next layer's weights, since LeakyReLU keeps positive factors.
        float gain = 1;
        for (var stage = 0; stage < config.Rates.Count; stage++)
        {
            x = Upsample(network, graph.LeakyRelu(x, 0.1f), stage, ref channels, gain);
            if (probes)
            {
                graph.Output($"ups_{stage}", x);
            }

            x = Crop(graph, x, left, right, has * config.Rates[stage] - needs[stage], stage);
            has = needs[stage];
            GraphValue? sum = null;
            for (var block = 0; block < blocks; block++)
            {
                var branch = Residual(network, x, stage * blocks + block, channels);
                sum = sum is null ? branch : graph.Add(sum, branch);
            }

            x = sum!;
            gain = 1f / blocks;
        }

        x = exact.WideConv(graph.LeakyRelu(x, 0.01f), "dec.conv_post", channels, 1, Kernel("dec.conv_post"), bias: weights.Contains("dec.conv_post.bias"), gain: gain);
        if (probes)
        {
            graph.Output("conv_post", x);
        }

        graph.Output("samples", graph.Tanh(x));
        return graph;
    }

    /// <summary>Samples beside the window's own that are left on a side with neighbours. They are to be dropped.</summary>
    public int Spare() => Needs()[^1];

    /// <summary>Samples to each side that the residual blocks of every stage need, at that stage's rate.</summary>
    internal int[] Needs()
    {
        var needs = new int[config.Rates.Count];
        var need = Half("dec.conv_post");
        for (var stage = needs.Length - 1; stage >= 0; stage--)
        {
            needs[stage] = need + ResidualReach(stage);
            need = UpsamplingReach(stage, needs[stage]);
        }

        return needs;
    }

    private static GraphValue Crop(GraphBuilder graph, GraphValue x, GraphValue left, GraphValue right, int surplus, int stage)
    {
        var start = graph.Mul(left, graph.Longs(surplus));
        var end = graph.Sub(graph.SizeOf(x, 3), graph.Mul(right, graph.Longs(surplus)));
        return graph.Slice(x, 3, start, end, $"c{stage}");
    }

    /// <summary>Residual blocks of a stage.</summary>
    /// <exception cref="CorruptCheckpointException">The blocks do not come out even.</exception>
    internal int Blocks()
    {
        var all = weights.CountLayers("dec.resblocks.");
        return all > 0 && all % config.Rates.Count == 0 ? all / config.Rates.Count : throw new CorruptCheckpointException(
            $"The vocoder has {all} residual blocks in {config.Rates.Count} stages, which is no whole number in each.");
    }

    /// <summary>
    /// A residual block's sums: each x + the convolutions in turn, each after LeakyReLU. HiFi-GAN's first kind of block has two a sum, of which the second is
    /// not dilated; its second kind has one.
    /// </summary>
    /// <exception cref="CorruptCheckpointException">The config does not tell the dilations.</exception>
    internal IReadOnlyList<IReadOnlyList<(string Name, int Dilation)>> Units(int block)
    {
        var name = $"dec.resblocks.{block}";
        var (pairs, singles) = (weights.CountLayers($"{name}.convs1."), weights.CountLayers($"{name}.convs."));
        var kind = block % Blocks();
        var count = Math.Max(pairs, singles);
        if (kind >= config.Dilations.Count || config.Dilations[kind].Count < count || config.Dilations[kind].Take(count).Any(dilation => dilation < 1))
        {
            throw new CorruptCheckpointException($"The config does not tell the dilations of the vocoder's residual block {block}, which has {count}.");
        }

        return [.. config.Dilations[kind].Take(count).Select<int, IReadOnlyList<(string, int)>>((dilation, i) =>
            pairs > 0 ? [($"{name}.convs1.{i}", dilation), ($"{name}.convs2.{i}", 1)] : [($"{name}.convs.{i}", dilation)])];
    }

    private GraphValue Residual(NetworkWriter network, GraphValue x, int block, long channels)
    {
        var graph = network.Graph;
        foreach (var unit in Units(block))
        {
            var y = x;
            foreach (var (name, dilation) in unit)
            {
                y = network.WideConv(graph.LeakyRelu(y, 0.1f), name, channels, channels, Kernel(name), dilation);
            }

            x = graph.Add(x, y);
        }

        return x;
    }

    /// <summary>
    /// Output sample q u + r of a transposed convolution with kernel k and padding p reads input q - m through weight r + p + m u, where
    /// that lies in 0..k-1: a convolution over the few m, with u outputs a channel.
    /// </summary>
    private GraphValue Upsample(NetworkWriter network, GraphValue x, int stage, ref long channels, float gain)
    {
        var graph = network.Graph;
        var name = $"dec.ups.{stage}";
        var (kernel, rate, pad) = Upsampling(stage);
        var inputs = channels;
        var outputs = weights[$"{name}.bias"].Count;
        var first = -((pad + rate - 1) / rate); // smallest m, for r = u - 1
        var last = (kernel - 1 - pad) / rate; // largest m, for r = 0
        var taps = last - first + 1;
        var weight = graph.Weight($"{name}.weight.phases", [outputs * rate, inputs, 1, taps], () =>
        {
            var source = WeightNorm.Weight(weights, name, inputs, outputs, kernel);
            var phases = new float[outputs * rate * inputs * taps];
            for (var o = 0; o < outputs; o++)
            {
                for (var r = 0; r < rate; r++)
                {
                    for (var i = 0; i < inputs; i++)
                    {
                        for (var m = first; m <= last; m++)
                        {
                            var index = r + pad + m * rate;
                            if (index >= 0 && index < kernel)
                            {
                                phases[((o * rate + r) * inputs + i) * taps + (last - m)] = gain * source[(i * outputs + o) * kernel + index];
                            }
                        }
                    }
                }
            }

            return phases;
        });
        var bias = graph.Weight($"{name}.bias.phases", [outputs * rate], () =>
            [.. network.Matrix($"{name}.bias", outputs, 1).SelectMany(value => Enumerable.Repeat(value, rate))]);
        var y = network.Conv(x, weight, bias, [1, 1], [1, 1], [0, last, 0, -first]);
        y = graph.Reshape(y, "B", outputs, rate, x.Shape[3]);
        channels = outputs;
        return graph.Reshape(graph.Transpose(y, 0, 1, 3, 2), "B", outputs, 1, $"w{stage}");
    }

    /// <summary>Inputs to each side of a whole frame's outputs, when that many outputs to each side are needed.</summary>
    private int UpsamplingReach(int stage, int need)
    {
        var (kernel, rate, pad) = Upsampling(stage);
        var reach = 0;
        for (var distance = 0; distance <= need; distance++)
        {
            // To the left the output at -distance, to the right the one at distance - 1 past the end.
            var left = -(distance + rate - 1) / rate;
            reach = Math.Max(reach, (kernel - 1 - pad - (-distance - left * rate)) / rate - left);
            var right = (distance - 1) / rate;
            reach = Math.Max(reach, distance == 0 ? 0 : right + (pad + (distance - 1) % rate) / rate + 1);
        }

        return reach;
    }

    private int ResidualReach(int stage)
    {
        var blocks = Blocks();
        return Enumerable.Range(stage * blocks, blocks).Max(block => Units(block).Sum(unit => unit.Sum(layer => Half(layer.Name) * layer.Dilation)));
    }

    private (int Kernel, int Rate, int Pad) Upsampling(int stage)
    {
        var kernel = Kernel($"dec.ups.{stage}");
        var rate = config.Rates[stage];
        return kernel >= rate && (kernel - rate) % 2 == 0 ? (kernel, rate, (kernel - rate) / 2) : throw new CorruptCheckpointException(
            $"Stage {stage} of the vocoder makes {rate} samples of one with {kernel} taps: no padding gives whole frames then, so the config and the weights do not belong together.");
    }

    private int Half(string name) => Kernel(name) / 2;

    /// <summary>Taps of a layer.</summary>
    internal int Kernel(string name) => (int)(weights.Find($"{name}.weight_v") ?? weights.Find($"{name}.weight") ?? weights[$"{name}.parametrizations.weight.original1"]).Shape[2];
}
