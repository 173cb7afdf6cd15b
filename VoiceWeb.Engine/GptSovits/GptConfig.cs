using VoiceWeb.Engine.Checkpoints;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>The blueprint of a text-to-semantic network, read from its checkpoint.</summary>
/// <param name="Layers">Transformer layers.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="Width">Model width; the feed-forward is four times as wide.</param>
/// <param name="Phones">Rows of the phone table: 732 for v2 symbols, 512 for v1.</param>
/// <param name="Codes">Semantic codes and the end: 1025.</param>
internal sealed record GptConfig(int Layers, int Heads, int Width, int Phones, int Codes)
{
    /// <summary>Rows of the phone table in v1, of which its 322 phones are used.</summary>
    public const int PhonesOfV1 = 512;

    /// <summary>Width of the language features that come with each phone.</summary>
    public const int BertWidth = 1024;

    /// <summary>Longest count of positions of text or of codes.</summary>
    public const int Positions = 4000;

    /// <summary>The code that ends a sentence: the last one.</summary>
    public int End => Codes - 1;

    /// <summary>Width of one head.</summary>
    public int HeadWidth => Width / Heads;

    /// <summary>Width that a head has in the step's graph: filled up with zeros to the multiple of 8 that ONNX Runtime's attention over caches demands.</summary>
    public int CachedHeadWidth => (HeadWidth + 7) / 8 * 8;

    /// <exception cref="CorruptCheckpointException">The file is no text-to-semantic checkpoint.</exception>
    public static GptConfig Read(Checkpoint checkpoint)
    {
        var weights = checkpoint.Weights;
        if (!weights.Contains("model.ar_predict_layer.weight"))
        {
            throw new CorruptCheckpointException(weights.Contains("enc_p.text_embedding.weight")
                ? "This is a SoVITS file (.pth), where the GPT file (.ckpt) is wanted."
                : "This is no GPT file of GPT-SoVITS: it has no 'ar_predict_layer'.");
        }

        var heads = checkpoint.Config?.Section("model")?.Int("head")
            ?? throw new CorruptCheckpointException("The GPT file carries no config, so its number of heads is not known.");
        var logits = weights["model.ar_predict_layer.weight"].Shape;
        var width = (int)logits[1];
        if (heads < 1 || width % heads != 0 || width % 2 != 0)
        {
            throw new CorruptCheckpointException($"The GPT file claims {heads} heads for a width of {width}.");
        }

        if (weights["model.h.layers.0.linear1.weight"].Shape[0] != 4 * width)
        {
            throw new CorruptCheckpointException(
                $"The GPT file's feed-forward layers are {weights["model.h.layers.0.linear1.weight"].Shape[0]} wide where four times the model's width, {4 * width}, is expected: it belongs to another program.");
        }

        return new GptConfig(
            weights.CountLayers("model.h.layers."), heads, width, (int)weights["model.ar_text_embedding.word_embeddings.weight"].Shape[0], (int)logits[0]);
    }
}
