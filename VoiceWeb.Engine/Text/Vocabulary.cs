using System.Text.Json;

namespace VoiceWeb.Engine.Text;

/// <summary>Token ids of a BERT network for Chinese, where each character is a token of its own. Immutable.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, long> _ids;
    private readonly long _unknown, _start, _end;

    private Vocabulary(Dictionary<string, long> ids)
    {
        _ids = ids;
        (_unknown, _start, _end) = (ids["[UNK]"], ids["[CLS]"], ids["[SEP]"]);
    }

    /// <summary>Reads <c>tokenizer.json</c>, or else <c>vocab.txt</c>.</summary>
    /// <exception cref="InvalidDataException">Neither is there, it is damaged, or a special token is missing.</exception>
    public static Vocabulary Open(string folder)
    {
        var list = Path.Combine(folder, "vocab.txt");
        var settings = Path.Combine(folder, "tokenizer.json");
        var ids = File.Exists(settings) ? FromSettings(settings)
            : File.Exists(list) ? File.ReadLines(list).Select((token, id) => (token, id)).DistinctBy(entry => entry.token).ToDictionary(entry => entry.token, entry => (long)entry.id)
            : throw new InvalidDataException($"The folder {folder} has neither tokenizer.json nor vocab.txt.");
        return ids.ContainsKey("[UNK]") && ids.ContainsKey("[CLS]") && ids.ContainsKey("[SEP]")
            ? new Vocabulary(ids)
            : throw new InvalidDataException($"The vocabulary in {folder} lacks [UNK], [CLS] or [SEP].");
    }

    /// <summary>Ids of a text: one for each character, unknown ones as [UNK], between [CLS] and [SEP].</summary>
    public long[] Encode(string text) =>
        [_start, .. text.EnumerateRunes().Select(rune => _ids.GetValueOrDefault(rune.ToString().ToLowerInvariant(), _unknown)), _end];

    private static Dictionary<string, long> FromSettings(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.GetProperty("model").GetProperty("vocab").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetInt64());
        }
        catch (Exception damaged) when (damaged is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"{path} holds no vocabulary.", damaged);
        }
    }
}
