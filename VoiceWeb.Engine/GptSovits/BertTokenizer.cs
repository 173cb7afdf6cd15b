using System.Text.Json;
using VoiceWeb.Engine.Checkpoints;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// Token ids of normalised Chinese text: one token a character, unknown ones as [UNK], between [CLS] and [SEP]. Features are wanted
/// per character, so characters are never joined to words.
/// </summary>
internal sealed class BertTokenizer
{
    private readonly Dictionary<string, long> _ids;

    private BertTokenizer(Dictionary<string, long> ids) => _ids = ids;

    /// <summary>Reads <c>vocab.txt</c>, or the vocabulary in <c>tokenizer.json</c>.</summary>
    /// <exception cref="CorruptCheckpointException">Neither is there, or a special token is missing.</exception>
    public static BertTokenizer Open(string folder)
    {
        var list = Path.Combine(folder, "vocab.txt");
        var settings = Path.Combine(folder, "tokenizer.json");
        Dictionary<string, long> ids = [];
        if (File.Exists(settings))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(settings));
            foreach (var entry in document.RootElement.GetProperty("model").GetProperty("vocab").EnumerateObject())
            {
                ids[entry.Name] = entry.Value.GetInt64();
            }
        }
        else if (File.Exists(list))
        {
            foreach (var (line, index) in File.ReadLines(list).Select((line, index) => (line, index)))
            {
                ids[line] = index;
            }
        }
        else
        {
            throw new CorruptCheckpointException($"The language model's folder {folder} has neither tokenizer.json nor vocab.txt.");
        }

        return ids.ContainsKey("[UNK]") && ids.ContainsKey("[CLS]") && ids.ContainsKey("[SEP]")
            ? new BertTokenizer(ids)
            : throw new CorruptCheckpointException("The language model's vocabulary lacks [UNK], [CLS] or [SEP].");
    }

    /// <summary>Ids of a text: its characters, and the two marks around them.</summary>
    public long[] Encode(string text)
    {
        var ids = new List<long> { _ids["[CLS]"] };
        foreach (var rune in text.EnumerateRunes())
        {
            ids.Add(_ids.GetValueOrDefault(rune.ToString().ToLowerInvariant(), _ids["[UNK]"]));
        }

        ids.Add(_ids["[SEP]"]);
        return [.. ids];
    }
}
