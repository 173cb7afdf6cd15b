using System.Runtime.InteropServices;
using VoiceWeb.Engine.Checkpoints;

namespace VoiceWeb.Engine.GptSovits.DirectStep;

/// <summary>
/// The weights of the step in the order in which they are read: one file of numbers, without names. Positions and the embedding of codes
/// first, then layer by layer, then the head, then what only text needs: its positions, phones and projection. Written by the import, read by <see cref="DirectStepNetwork"/>.
/// </summary>
internal static class StepFile
{
    /// <summary>Name of the file in a model's folder.</summary>
    public const string Name = "t2s-step.bin";

    /// <summary>First bytes, with the layout's number.</summary>
    public const uint Magic = 0x31535756; // "VWS1"

    private const int Lanes = 8;

    /// <summary>Whether a network can be written so: its sizes must fill whole registers.</summary>
    public static bool Fits(GptConfig config) => config.Width % Lanes == 0 && config.HeadWidth % Lanes == 0;

    /// <summary>Writes the weights.</summary>
    /// <param name="folder">Exists.</param>
    /// <param name="precision">8 bits where blocks fit, or as published.</param>
    public static void Write(string folder, GptConfig config, StateDict weights, LinearPrecision precision, CancellationToken cancellationToken)
    {
        using var file = new FileStream(Path.Combine(folder, Name), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20);
        var writer = new Writer(file, weights, precision);
        writer.Number(Magic);
        foreach (var size in (int[])[config.Layers, config.Heads, config.Width, config.Codes])
        {
            writer.Number((uint)size);
        }

        writer.Numbers(GptGraph.PositionTable(config, weights, "model.ar_audio_position.alpha"));
        writer.Numbers(weights.Floats("model.ar_audio_embedding.word_embeddings.weight", config.Codes, config.Width));
        for (var layer = 0; layer < config.Layers; layer++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var name = $"model.h.layers.{layer}";
            var width = config.Width;
            writer.Matrix($"{name}.self_attn.in_proj_weight", $"{name}.self_attn.in_proj_bias", 3 * width, width);
            writer.Matrix($"{name}.self_attn.out_proj.weight", $"{name}.self_attn.out_proj.bias", width, width);
            writer.Norm($"{name}.norm1", width);
            writer.Matrix($"{name}.linear1.weight", $"{name}.linear1.bias", 4 * width, width);
            writer.Matrix($"{name}.linear2.weight", $"{name}.linear2.bias", width, 4 * width);
            writer.Norm($"{name}.norm2", width);
        }

        writer.Matrix("model.ar_predict_layer.weight", null, config.Codes, config.Width);
        writer.Numbers(GptGraph.PositionTable(config, weights, "model.ar_text_position.alpha"));
        writer.Numbers(weights.Floats("model.ar_text_embedding.word_embeddings.weight", config.Phones, config.Width));
        writer.Matrix("model.bert_proj.weight", "model.bert_proj.bias", config.Width, GptConfig.BertWidth);
    }

    /// <summary>Lays a matrix out in tiles of eight outputs, filled up with zeros.</summary>
    /// <param name="weight">(outputs, inputs).</param>
    /// <param name="group">Inputs that stand together: 8 for fractions, 32 for bytes.</param>
    internal static TValue[] Tile<TValue>(ReadOnlySpan<TValue> weight, int outputs, int inputs, int group)
        where TValue : unmanaged
    {
        const int Tile = MatrixKernels.Tile;
        var tiles = (outputs + Tile - 1) / Tile;
        var laid = new TValue[tiles * Tile * inputs];
        for (var output = 0; output < outputs; output++)
        {
            var start = (output / Tile * Tile * inputs) + output % Tile * group;
            for (var input = 0; input < inputs; input += group)
            {
                weight.Slice(output * inputs + input, group).CopyTo(laid.AsSpan(start + input * Tile));
            }
        }

        return laid;
    }

    private sealed class Writer(Stream file, StateDict weights, LinearPrecision precision)
    {
        public void Number(uint value) => file.Write(MemoryMarshal.AsBytes<uint>([value]));

        public void Numbers<TValue>(TValue[] values)
            where TValue : unmanaged => file.Write(MemoryMarshal.AsBytes<TValue>(values));

        public void Norm(string name, int width)
        {
            Numbers(weights.Floats($"{name}.weight", width));
            Numbers(weights.Floats($"{name}.bias", width));
        }

        /// <summary>Kind, block, bias, then the weights (and their scales).</summary>
        public void Matrix(string name, string? bias, int outputs, int inputs)
        {
            const int Tile = MatrixKernels.Tile;
            var tiles = (outputs + Tile - 1) / Tile;
            var values = weights.Floats(name, outputs, inputs);
            var block = precision == LinearPrecision.Int8 ? BlockQuantizer.BlockFor(inputs) : 0;
            var kind = block > 0 ? WeightKind.Rounded : weights[name].Type == ElementType.Float16 ? WeightKind.Half : WeightKind.Single;
            Number((uint)kind);
            Number((uint)block);
            var biases = new float[tiles * Tile];
            if (bias is not null)
            {
                weights.Floats(bias, outputs).CopyTo(biases, 0);
            }

            Numbers(biases);
            switch (kind)
            {
                case WeightKind.Rounded:
                    Rounded(values, tiles, outputs, inputs, block);
                    break;
                case WeightKind.Half:
                    Numbers(StepFile.Tile<Half>(Array.ConvertAll(values, value => (Half)value), outputs, inputs, Lanes));
                    break;
                default:
                    Numbers(StepFile.Tile<float>(values, outputs, inputs, Lanes));
                    break;
            }
        }

        private void Rounded(float[] values, int tiles, int outputs, int inputs, int block)
        {
            const int ByteLanes = 32;
            const int Tile = MatrixKernels.Tile;
            var rounded = BlockQuantizer.Quantize(values, outputs, inputs, block);
            var blocks = inputs / block;
            var scales = new float[tiles * blocks * Tile];
            for (var output = 0; output < outputs; output++)
            {
                for (var b = 0; b < blocks; b++)
                {
                    scales[(output / Tile * blocks + b) * Tile + output % Tile] = rounded.Scales[output * blocks + b];
                }
            }

            Numbers(scales);
            Numbers(StepFile.Tile<sbyte>(Array.ConvertAll(rounded.Bytes, value => (sbyte)(value - 128)), outputs, inputs, ByteLanes));
        }
    }
}
