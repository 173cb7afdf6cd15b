using System.Runtime.InteropServices;
using VoiceWeb.Engine.Checkpoints;

namespace VoiceWeb.Engine.GptSovits.DirectVocoder;

/// <summary>
/// The vocoder's weights in the order of their use, weight norm folded: one file of numbers, without names. Written by the import, read by
/// <see cref="DirectVocoderNetwork"/>.
/// </summary>
internal static class VocoderFile
{
    /// <summary>Name of the file in a model's folder.</summary>
    public const string Name = "vocoder.bin";

    /// <summary>First bytes, with the layout's number.</summary>
    public const int Magic = 0x31565756; // "VWV1"

    /// <summary>The same of a file whose layers say how their weights stand.</summary>
    public const int RoundedMagic = 0x32565756; // "VWV2"

    /// <summary>How a layer's weights stand: 32 bits, or 8 with scales.</summary>
    public const int Exact = 1, Rounded = 2;

    /// <summary>Whether a network can be written so: residual blocks of pairs of convolutions that keep their length.</summary>
    public static bool Fits(SovitsConfig config, StateDict weights)
    {
        var vocoder = new VocoderGraph(config, weights);
        var blocks = Enumerable.Range(0, vocoder.Blocks() * config.Rates.Count).Select(vocoder.Units).ToList();
        return blocks.TrueForAll(block => block.Count == blocks[0].Count && block.All(unit => unit.Count == 2 && unit.All(layer => vocoder.Kernel(layer.Name) % 2 == 1)));
    }

    /// <summary>Writes the weights.</summary>
    /// <param name="folder">Exists.</param>
    /// <param name="rounded">Whether weights are rounded to 8 bits, but for the first and the last layer.</param>
    public static void Write(string folder, SovitsConfig config, StateDict weights, bool rounded, CancellationToken cancellationToken)
    {
        using var file = new FileStream(Path.Combine(folder, Name), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20);
        var vocoder = new VocoderGraph(config, weights);
        var blocks = vocoder.Blocks();
        Numbers(rounded ? RoundedMagic : Magic, config.Rates.Count, blocks, vocoder.Units(0).Count);
        var channels = (int)weights["dec.conv_pre.weight"].Shape[0];
        Convolution("dec.conv_pre", channels, config.Latent, 1, rounds: false);
        float gain = 1; // of the mean over the blocks before, as in the graph
        var needs = vocoder.Needs();
        for (var stage = 0; stage < config.Rates.Count; stage++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var name = $"dec.ups.{stage}";
            var (inputs, kernel) = (channels, vocoder.Kernel(name));
            channels = (int)weights[$"{name}.bias"].Count;
            Numbers(config.Rates[stage], needs[stage], channels, inputs, kernel);
            Floats(Bias(name, channels));
            Layer(new LayerWeights(NetworkWriter.Scale(WeightNorm.Weight(weights, name, inputs, channels, kernel), gain), channels, inputs, kernel, inputsFirst: true), true);
            for (var block = stage * blocks; block < (stage + 1) * blocks; block++)
            {
                foreach (var unit in vocoder.Units(block))
                {
                    Numbers(unit[0].Dilation);
                    Convolution(unit[0].Name, channels, channels, 1);
                    Convolution(unit[1].Name, channels, channels, 1);
                }
            }

            gain = 1f / blocks;
        }

        Convolution("dec.conv_post", 1, channels, gain, rounds: false);

        void Convolution(string name, int outputs, int inputs, float factor, bool rounds = true)
        {
            var kernel = vocoder.Kernel(name);
            Numbers(outputs, inputs, kernel);
            Floats(Bias(name, outputs));
            Layer(new LayerWeights(NetworkWriter.Scale(WeightNorm.Weight(weights, name, outputs, inputs, kernel), factor), outputs, inputs, kernel), rounds);
        }

        void Layer(LayerWeights layer, bool rounds)
        {
            if (rounded)
            {
                Numbers(rounds ? Rounded : Exact);
            }

            if (rounded && rounds)
            {
                var (levels, scales) = layer.Round();
                Floats(scales);
                file.Write(MemoryMarshal.AsBytes<sbyte>(levels));
            }
            else
            {
                Floats(layer.Stored);
            }
        }

        float[] Bias(string name, int outputs) => weights.Contains($"{name}.bias") ? weights.Floats($"{name}.bias", outputs) : new float[outputs];

        void Numbers(params ReadOnlySpan<int> values) => file.Write(MemoryMarshal.AsBytes(values));

        void Floats(ReadOnlySpan<float> values) => file.Write(MemoryMarshal.AsBytes(values));
    }
}
