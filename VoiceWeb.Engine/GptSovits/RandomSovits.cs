using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>The tensors of a SoVITS file with random weights.</summary>
internal static class RandomSovits
{
    private const int Hidden = SovitsConfig.Hidden;

    /// <summary>Adds the tensors and returns the settings that go with them.</summary>
    public static CheckpointMap Write(RandomTensors tensors, ModelVersion version, bool full)
    {
        var pro = version > ModelVersion.V2;
        int latent = full ? 192 : 32, filter = full ? 768 : 96, textLayers = full ? 6 : 2, style = !pro ? 512 : full ? 1024 : 64;
        var first = full ? (version == ModelVersion.V2ProPlus ? 768 : 512) : 64;
        long[] rates = [10, 8, 2, 2, 2];
        int[] kernels = [version == ModelVersion.V2ProPlus ? 20 : 16, 16, 8, 2, 2];

        TextEncoder(tensors, version == ModelVersion.V1 ? SymbolTable.OfFirstGeneration : SymbolTable.Symbols.Count, filter, textLayers, latent);
        Vocoder(tensors, latent, first, style, kernels);
        Flow(tensors, latent, style);
        Style(tensors, version == ModelVersion.V1 ? 1025 : 704, style);
        tensors.Layer("ssl_proj", 768, 768, 2);
        tensors.Normal("quantizer.vq.layers.0._codebook.embed", 0.4, 1024, 768);
        if (pro)
        {
            tensors.Layer("sv_emb", style, SovitsConfig.SpeakerWidth);
            tensors.Layer("ge_to512", SovitsConfig.TextStyle, style);
            tensors.Constant("prelu.weight", 0.25f, style);
        }

        var model = new CheckpointMap();
        model.Set("inter_channels", latent);
        model.Set("hidden_channels", Hidden);
        model.Set("filter_channels", filter);
        model.Set("n_heads", 2);
        model.Set("n_layers", textLayers);
        model.Set("upsample_rates", rates);
        model.Set("upsample_initial_channel", first);
        model.Set("gin_channels", style);
        model.Set("resblock_dilation_sizes", Enumerable.Repeat<long[]>([1, 3, 5], 3).ToArray());
        model.Set("version", version.ToString().Replace("V", "v", StringComparison.Ordinal));
        var data = new CheckpointMap();
        data.Set("sampling_rate", SovitsConfig.SampleRate);
        data.Set("hop_length", 640);
        data.Set("filter_length", 2048);
        var config = new CheckpointMap();
        config.Set("data", data);
        config.Set("model", model);
        return config;
    }

    private static void TextEncoder(RandomTensors tensors, int phones, int filter, int layers, int latent)
    {
        tensors.Layer("enc_p.ssl_proj", Hidden, 768, 1);
        Encoder(tensors, "enc_p.encoder_ssl", filter, layers / 2);
        Encoder(tensors, "enc_p.encoder_text", filter, layers);
        tensors.Normal("enc_p.text_embedding.weight", 1, phones, Hidden);
        foreach (var part in (string[])["conv_q", "conv_k", "conv_v", "conv_o"])
        {
            tensors.Layer($"enc_p.mrte.cross_attention.{part}", 512, 512, 1);
        }

        tensors.Layer("enc_p.mrte.c_pre", 512, Hidden, 1);
        tensors.Layer("enc_p.mrte.text_pre", 512, Hidden, 1);
        tensors.Layer("enc_p.mrte.c_post", Hidden, 512, 1);
        Encoder(tensors, "enc_p.encoder2", filter, layers / 2);
        tensors.Weight("enc_p.proj.weight", 2 * latent, Hidden, 1);
        // Log deviations about -1, as trained models have them.
        tensors.Add("enc_p.proj.bias", [2 * latent], () => [.. new float[latent], .. Enumerable.Repeat(-1f, latent)]);
    }

    private static void Encoder(RandomTensors tensors, string name, int filter, int layers)
    {
        for (var layer = 0; layer < layers; layer++)
        {
            tensors.Normal($"{name}.attn_layers.{layer}.emb_rel_k", 0.1, 1, 9, 96);
            tensors.Normal($"{name}.attn_layers.{layer}.emb_rel_v", 0.1, 1, 9, 96);
            foreach (var part in (string[])["conv_q", "conv_k", "conv_v", "conv_o"])
            {
                tensors.Layer($"{name}.attn_layers.{layer}.{part}", Hidden, Hidden, 1);
            }

            tensors.Norm($"{name}.norm_layers_1.{layer}", Hidden, "gamma", "beta");
            tensors.Layer($"{name}.ffn_layers.{layer}.conv_1", filter, Hidden, 3);
            tensors.Layer($"{name}.ffn_layers.{layer}.conv_2", Hidden, filter, 3);
            tensors.Norm($"{name}.norm_layers_2.{layer}", Hidden, "gamma", "beta");
        }
    }

    private static void Vocoder(RandomTensors tensors, int latent, int channels, int style, int[] kernels)
    {
        tensors.Layer("dec.conv_pre", channels, latent, 7);
        tensors.Layer("dec.cond", channels, style, 1);
        for (var stage = 0; stage < kernels.Length; stage++)
        {
            var next = channels / 2;
            tensors.NormedLayer($"dec.ups.{stage}", next, channels, next, kernels[stage]);
            channels = next;
            for (var block = 0; block < 3; block++)
            {
                for (var i = 0; i < 3; i++)
                {
                    tensors.NormedLayer($"dec.resblocks.{3 * stage + block}.convs1.{i}", channels, channels, channels, 3 + 4 * block);
                    tensors.NormedLayer($"dec.resblocks.{3 * stage + block}.convs2.{i}", channels, channels, channels, 3 + 4 * block);
                }
            }
        }

        // Random weights make a loud output; this keeps it inside the tangent's straight part.
        tensors.Normal("dec.conv_post.weight", 0.01, 1, channels, 7);
    }

    private static void Flow(RandomTensors tensors, int latent, int style)
    {
        for (var flow = 0; flow < 8; flow += 2)
        {
            var name = $"flow.flows.{flow}";
            tensors.Layer($"{name}.pre", Hidden, latent / 2, 1);
            tensors.NormedLayer($"{name}.enc.cond_layer", 8 * Hidden, 8 * Hidden, style, 1);
            for (var layer = 0; layer < 4; layer++)
            {
                tensors.NormedLayer($"{name}.enc.in_layers.{layer}", 2 * Hidden, 2 * Hidden, Hidden, 5);
                var outputs = layer < 3 ? 2 * Hidden : Hidden;
                tensors.NormedLayer($"{name}.enc.res_skip_layers.{layer}", outputs, outputs, Hidden, 1);
            }

            tensors.Layer($"{name}.post", latent / 2, Hidden, 1);
        }
    }

    private static void Style(RandomTensors tensors, int bins, int style)
    {
        tensors.Layer("ref_enc.spectral.0.fc", 128, bins);
        tensors.Layer("ref_enc.spectral.3.fc", 128, 128);
        for (var layer = 0; layer < 2; layer++)
        {
            tensors.Layer($"ref_enc.temporal.{layer}.conv1.conv", 256, 128, 5);
        }

        foreach (var part in (string[])["w_qs", "w_ks", "w_vs", "fc"])
        {
            tensors.Layer($"ref_enc.slf_attn.{part}", 128, 128);
        }

        tensors.Layer("ref_enc.fc.fc", style, 128);
    }
}
