using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// Token ids of normalised Chinese text: one token a character, unknown ones as [UNK], between [CLS] and [SEP]. Features are wanted
/// per character, so characters are never joined to words.
/// </summary>
internal sealed class BertTokenizer
{
    private readonly Vocabulary _vocabulary;

    private BertTokenizer(Vocabulary vocabulary) => _vocabulary = vocabulary;

    /// <summary>Reads <c>vocab.txt</c>, or the vocabulary in <c>tokenizer.json</c>.</summary>
    /// <exception cref="CorruptCheckpointException">Neither is there, or a special token is missing.</exception>
    public static BertTokenizer Open(string folder)
    {
        try
        {
            return new BertTokenizer(Vocabulary.Open(folder));
        }
        catch (InvalidDataException damaged)
        {
            throw new CorruptCheckpointException($"The language model has no usable vocabulary. {damaged.Message}", damaged);
        }
    }

    /// <summary>Ids of a text: its characters, and the two marks around them.</summary>
    public long[] Encode(string text) => _vocabulary.Encode(text);
}
