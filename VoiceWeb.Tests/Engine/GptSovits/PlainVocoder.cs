using VoiceWeb.Engine.Checkpoints;

namespace VoiceWeb.Tests.Engine.GptSovits;

/// <summary>HiFi-GAN (Kong et al., 2020) as sums over taps, in double: what faster ways of computing it are compared with.</summary>
internal static class PlainVocoder
{
    /// <summary>Writes a vocoder of random weights, without weight norm.</summary>
    /// <param name="kind">Name of a block's convolutions: <c>convs1</c>, which brings <c>convs2</c>, or <c>convs</c>.</param>
    public static void WriteWeights(string path, string kind, int channels, int latent, int[] rates, int[] kernels, int[] blockKernels, int[][] dilations)
    {
        var random = new Random(channels);
        var tensors = new List<CheckpointTensor>();
        void Add(string name, int fan, params long[] shape)
        {
            var size = (float)Math.Sqrt(3.0 / fan);
            float[] values = [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => size * (2 * random.NextSingle() - 1))];
            tensors.Add(new(name, ElementType.Float32, shape, () => values));
        }

        Add("dec.conv_pre.weight", 7 * latent, channels, latent, 7);
        Add("dec.conv_pre.bias", 100, channels);
        for (var stage = 0; stage < rates.Length; stage++)
        {
            var outputs = channels / 2;
            Add($"dec.ups.{stage}.weight", channels, channels, outputs, kernels[stage]);
            Add($"dec.ups.{stage}.bias", 100, outputs);
            for (var block = 0; block < blockKernels.Length; block++)
            {
                for (var i = 0; i < dilations[block].Length; i++)
                {
                    foreach (var part in kind == "convs1" ? (string[])["convs1", "convs2"] : ["convs"])
                    {
                        var name = $"dec.resblocks.{stage * blockKernels.Length + block}.{part}.{i}";
                        Add($"{name}.weight", 2 * outputs * blockKernels[block], outputs, outputs, blockKernels[block]);
                        Add($"{name}.bias", 100, outputs);
                    }
                }
            }

            channels = outputs;
        }

        Add("dec.conv_post.weight", 40 * channels, 1, channels, 7);
        using var stream = File.Create(path);
        CheckpointWriter.Write(stream, tensors, null, null, TestContext.Current.CancellationToken);
    }

    /// <summary>Samples of (latent, frames) in a style (first channels).</summary>
    public static double[] Run(StateDict weights, float[] frames, int count, float[] style, int[] rates, int[][] dilations)
    {
        var latent = frames.Length / count;
        double[][] x = [.. Enumerable.Range(0, latent).Select(channel => Array.ConvertAll(frames[(channel * count)..((channel + 1) * count)], value => (double)value))];
        x = Convolve(weights, "dec.conv_pre", x, 1);
        for (var channel = 0; channel < x.Length; channel++)
        {
            x[channel] = Array.ConvertAll(x[channel], value => value + style[channel]);
        }

        for (var stage = 0; stage < rates.Length; stage++)
        {
            x = Raise(weights, $"dec.ups.{stage}", Leaky(x, 0.1), rates[stage]);
            var sum = Array.ConvertAll(x, row => new double[row.Length]);
            for (var block = 0; block < dilations.Length; block++)
            {
                var y = x;
                for (var i = 0; i < dilations[block].Length; i++)
                {
                    var name = $"dec.resblocks.{stage * dilations.Length + block}";
                    var isPair = weights.Contains($"{name}.convs1.{i}.weight");
                    var inner = Convolve(weights, isPair ? $"{name}.convs1.{i}" : $"{name}.convs.{i}", Leaky(y, 0.1), dilations[block][i]);
                    y = Add(y, isPair ? Convolve(weights, $"{name}.convs2.{i}", Leaky(inner, 0.1), 1) : inner);
                }

                sum = Add(sum, y);
            }

            x = Array.ConvertAll(sum, row => Array.ConvertAll(row, value => value / dilations.Length));
        }

        return Array.ConvertAll(Convolve(weights, "dec.conv_post", Leaky(x, 0.01), 1)[0], Math.Tanh);
    }

    private static double[][] Leaky(double[][] x, double slope) => Array.ConvertAll(x, row => Array.ConvertAll(row, value => value < 0 ? slope * value : value));

    private static double[][] Add(double[][] a, double[][] b) => [.. a.Zip(b, (left, right) => left.Zip(right, (x, y) => x + y).ToArray())];

    private static float[] Bias(StateDict weights, string name, int outputs) => weights.Find($"{name}.bias")?.ToFloats() ?? new float[outputs];

    private static double[][] Convolve(StateDict weights, string name, double[][] x, int dilation)
    {
        var shape = weights[$"{name}.weight"].Shape;
        var (outputs, inputs, kernel) = ((int)shape[0], (int)shape[1], (int)shape[2]);
        var (w, bias) = (weights[$"{name}.weight"].ToFloats(), Bias(weights, name, outputs));
        var y = new double[outputs][];
        for (var output = 0; output < outputs; output++)
        {
            y[output] = [.. Enumerable.Repeat((double)bias[output], x[0].Length)];
            for (var at = 0; at < y[output].Length; at++)
            {
                for (var tap = 0; tap < kernel; tap++)
                {
                    var from = at + dilation * (tap - kernel / 2);
                    for (var input = 0; from >= 0 && from < x[0].Length && input < inputs; input++)
                    {
                        y[output][at] += w[(output * inputs + input) * kernel + tap] * x[input][from];
                    }
                }
            }
        }

        return y;
    }

    private static double[][] Raise(StateDict weights, string name, double[][] x, int rate)
    {
        var shape = weights[$"{name}.weight"].Shape;
        var (outputs, kernel) = ((int)shape[1], (int)shape[2]);
        var (w, bias) = (weights[$"{name}.weight"].ToFloats(), Bias(weights, name, outputs));
        var y = new double[outputs][];
        for (var output = 0; output < outputs; output++)
        {
            y[output] = [.. Enumerable.Repeat((double)bias[output], x[0].Length * rate)];
            for (var from = 0; from < x[0].Length; from++)
            {
                for (var tap = 0; tap < kernel; tap++)
                {
                    var at = from * rate + tap - (kernel - rate) / 2;
                    for (var input = 0; at >= 0 && at < y[output].Length && input < x.Length; input++)
                    {
                        y[output][at] += w[(input * outputs + output) * kernel + tap] * x[input][from];
                    }
                }
            }
        }

        return y;
    }
}
