using System.Text.Json;
using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// Writes complete models with seeded random weights in the layouts of the official files: for benchmarks at full size and for tests of the
/// whole way without trained weights. What they speak is noise.
/// </summary>
internal static class RandomModel
{
    /// <summary>Writes the files of a model into a folder, under the names the official files have.</summary>
    /// <param name="folder">Exists.</param>
    /// <param name="version">V1 to V2ProPlus.</param>
    /// <param name="size">How large.</param>
    /// <param name="seed">Same seed, same bytes of every tensor.</param>
    public static void Write(string folder, ModelVersion version, ModelSize size, ulong seed, CancellationToken cancellationToken)
    {
        if (version > ModelVersion.V2ProPlus)
        {
            throw new ArgumentOutOfRangeException(nameof(version), version, "Random models are written for v1, v2, v2Pro and v2ProPlus.");
        }

        var full = size == ModelSize.Full;
        var gpt = new RandomTensors(seed);
        var phones = version == ModelVersion.V1 ? GptConfig.PhonesOfV1 : SymbolTable.Symbols.Count;
        Gpt(gpt, full ? 24 : 3, full ? 512 : 64, phones, seed);
        Save(Path.Combine(folder, "s1.ckpt"), gpt, GptSettings(full, phones), null, cancellationToken);

        var sovits = new RandomTensors(seed + 1);
        var settings = RandomSovits.Write(sovits, version, full);
        var head = version switch { ModelVersion.V2Pro => "05", ModelVersion.V2ProPlus => "06", _ => null };
        Save(Path.Combine(folder, $"s2G_{version.ToString().Replace("V", "v", StringComparison.Ordinal)}.pth"), sovits, settings, head, cancellationToken);

        Hubert(Directory.CreateDirectory(Path.Combine(folder, "chinese-hubert-base")).FullName, seed + 2, full, cancellationToken);
        Bert(Directory.CreateDirectory(Path.Combine(folder, "chinese-roberta-wwm-ext-large")).FullName, seed + 3, full, cancellationToken);
        if (version > ModelVersion.V2)
        {
            var speaker = new RandomTensors(seed + 4);
            RandomSpeaker.Write(speaker);
            Save(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "sv")).FullName, "pretrained_eres2netv2w24s4ep4.ckpt"), speaker, null, null, cancellationToken);
        }
    }

    private static void Save(string path, RandomTensors tensors, CheckpointMap? config, string? head, CancellationToken cancellationToken)
    {
        using var stream = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 20);
        CheckpointWriter.Write(stream, tensors.All, config, head, cancellationToken);
    }

    private static CheckpointMap GptSettings(bool full, int phones)
    {
        var model = new CheckpointMap();
        model.Set("vocab_size", 1025);
        model.Set("phoneme_vocab_size", phones);
        model.Set("embedding_dim", full ? 512 : 64);
        model.Set("hidden_dim", full ? 512 : 64);
        model.Set("head", full ? 16 : 4);
        model.Set("n_layer", full ? 24 : 3);
        model.Set("EOS", 1024);
        var config = new CheckpointMap();
        config.Set("model", model);
        return config;
    }

    private static void Gpt(RandomTensors tensors, int layers, int width, int phones, ulong seed)
    {
        tensors.Layer("model.bert_proj", width, GptConfig.BertWidth);
        tensors.Normal("model.ar_text_embedding.word_embeddings.weight", 1, phones, width);
        tensors.Constant("model.ar_text_position.alpha", 1, 1);
        tensors.Normal("model.ar_audio_embedding.word_embeddings.weight", 1, 1025, width);
        tensors.Constant("model.ar_audio_position.alpha", 1, 1);
        for (var layer = 0; layer < layers; layer++)
        {
            var name = $"model.h.layers.{layer}";
            tensors.Weight($"{name}.self_attn.in_proj_weight", 3 * width, width);
            tensors.Normal($"{name}.self_attn.in_proj_bias", 0.02, 3 * width);
            tensors.Layer($"{name}.self_attn.out_proj", width, width);
            tensors.Layer($"{name}.linear1", 4 * width, width);
            tensors.Layer($"{name}.linear2", width, 4 * width);
            tensors.Norm($"{name}.norm1", width);
            if (layer < layers - 1)
            {
                tensors.Norm($"{name}.norm2", width);
            }
            else
            {
                tensors.Constant($"{name}.norm2.weight", 1, width);
                tensors.Add($"{name}.norm2.bias", [width], () => [1, .. new float[width - 1]]);
            }
        }

        // The last norm's shift gives the end a steady chance, so that sentences of random weights end as those of trained ones do.
        var head = new RandomTensors(seed);
        head.Normal("codes", 1 / Math.Sqrt(width), 1025, width);
        tensors.Add("model.ar_predict_layer.weight", [1025, width], () =>
        {
            var values = head.All[0].Values();
            for (var code = 0; code < 1025; code++)
            {
                values[code * width] = code == 1024 ? 2.6f : 0;
            }

            return values;
        });
    }

    private static void Hubert(string folder, ulong seed, bool full, CancellationToken cancellationToken)
    {
        int channels = full ? 512 : 32, layers = full ? 12 : 2, inner = full ? 3072 : 192;
        int[] kernels = [10, 3, 3, 3, 3, 2, 2];
        var tensors = new RandomTensors(seed);
        for (var layer = 0; layer < kernels.Length; layer++)
        {
            tensors.Weight($"feature_extractor.conv_layers.{layer}.conv.weight", channels, layer == 0 ? 1 : channels, kernels[layer]);
        }

        tensors.Norm("feature_extractor.conv_layers.0.layer_norm", channels);
        tensors.Norm("feature_projection.layer_norm", channels);
        tensors.Layer("feature_projection.projection", 768, channels);
        tensors.Constant("encoder.pos_conv_embed.conv.weight_g", 1, 1, 1, 128);
        tensors.Weight("encoder.pos_conv_embed.conv.weight_v", 768, 48, 128);
        tensors.Normal("encoder.pos_conv_embed.conv.bias", 0.02, 768);
        tensors.Norm("encoder.layer_norm", 768);
        for (var layer = 0; layer < layers; layer++)
        {
            var name = $"encoder.layers.{layer}";
            foreach (var part in (string[])["q_proj", "k_proj", "v_proj", "out_proj"])
            {
                tensors.Layer($"{name}.attention.{part}", 768, 768);
            }

            tensors.Norm($"{name}.layer_norm", 768);
            tensors.Layer($"{name}.feed_forward.intermediate_dense", inner, 768);
            tensors.Layer($"{name}.feed_forward.output_dense", 768, inner);
            tensors.Norm($"{name}.final_layer_norm", 768);
        }

        Save(Path.Combine(folder, "pytorch_model.bin"), tensors, null, null, cancellationToken);
        File.WriteAllText(Path.Combine(folder, "config.json"), JsonSerializer.Serialize(new
        {
            model_type = "hubert",
            conv_stride = (int[])[5, 2, 2, 2, 2, 2, 2],
            num_attention_heads = 12,
            num_conv_pos_embeddings = 128,
            num_conv_pos_embedding_groups = 16,
        }));
    }

    private static void Bert(string folder, ulong seed, bool full, CancellationToken cancellationToken)
    {
        int words = full ? 21_128 : 64, layers = full ? 24 : 4, inner = full ? 4096 : 128;
        const int Width = GptConfig.BertWidth;
        var tensors = new RandomTensors(seed);
        tensors.Normal("bert.embeddings.word_embeddings.weight", 1, words, Width);
        tensors.Normal("bert.embeddings.position_embeddings.weight", 0.1, 512, Width);
        tensors.Normal("bert.embeddings.token_type_embeddings.weight", 0.1, 2, Width);
        tensors.Norm("bert.embeddings.LayerNorm", Width);
        for (var layer = 0; layer < layers; layer++)
        {
            var name = $"bert.encoder.layer.{layer}";
            foreach (var part in (string[])["self.query", "self.key", "self.value", "output.dense"])
            {
                tensors.Layer($"{name}.attention.{part}", Width, Width);
            }

            tensors.Norm($"{name}.attention.output.LayerNorm", Width);
            tensors.Layer($"{name}.intermediate.dense", inner, Width);
            tensors.Layer($"{name}.output.dense", Width, inner);
            tensors.Norm($"{name}.output.LayerNorm", Width);
        }

        Save(Path.Combine(folder, "pytorch_model.bin"), tensors, null, null, cancellationToken);
        File.WriteAllText(Path.Combine(folder, "config.json"), JsonSerializer.Serialize(new { model_type = "bert", num_attention_heads = 16 }));
        // Special tokens, the six marks and the first ideographs; the rest of the table stands for words no text here has.
        IEnumerable<string> vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "!", "?", "…", ",", ".", "-", .. Enumerable.Range(0x4E00, words - 11).Select(code => char.ConvertFromUtf32(code))];
        File.WriteAllLines(Path.Combine(folder, "vocab.txt"), vocabulary);
    }
}
