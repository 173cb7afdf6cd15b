using VoiceWeb.Engine.Text.Dictionaries;

namespace VoiceWeb.Engine.Text.English;

/// <summary>Pronunciations of English words as ARPAbet phones: common words, given names, and words that are said in two ways. Immutable.</summary>
/// <remarks>CMUdict 0.7b (BSD) with GPT-SoVITS's additions and names (MIT); homographs of g2p_en (Apache-2.0).</remarks>
internal sealed class PronouncingDictionary
{
    private static readonly Lazy<PronouncingDictionary> Shared = new(() => new PronouncingDictionary());

    private readonly string[] _phones;
    private readonly PronunciationTable _words;
    private readonly PronunciationTable _names;
    private readonly PronunciationTable _first;
    private readonly PronunciationTable _second;
    private readonly string[] _tagNames;
    private readonly byte[] _tags;

    private PronouncingDictionary()
    {
        var reader = new ColumnReader(DictionaryResource.Open("en-words"));
        _phones = reader.Strings();
        _words = PronunciationTable.Read(ref reader);
        _names = PronunciationTable.Read(ref reader);
        _first = PronunciationTable.Read(ref reader);
        _second = PronunciationTable.Read(ref reader);
        _tagNames = reader.Strings();
        _tags = reader.Bytes(_first.Count);
    }

    public static PronouncingDictionary Default => Shared.Value;

    /// <summary>The first pronunciation of a word in lower case, or null.</summary>
    public string[]? FindWord(string word) => Spell(_words, _words.Find(word));

    /// <summary>The pronunciation of a given name in lower case, or null.</summary>
    public string[]? FindName(string name) => Spell(_names, _names.Find(name));

    public bool HasWord(ReadOnlySpan<char> word) => _words.Find(word) >= 0;

    /// <summary>The two pronunciations of a word, and the beginning of the part-of-speech tag that asks for the first.</summary>
    public (string[] First, string[] Second, string Tag)? FindHomograph(string word) =>
        _first.Find(word) is >= 0 and var found
            ? (Spell(_first, found)!, Spell(_second, found)!, _tagNames[_tags[found]])
            : null;

    private string[]? Spell(PronunciationTable table, int word) =>
        word < 0 ? null : Array.ConvertAll(table[word].ToArray(), id => _phones[id]);
}
