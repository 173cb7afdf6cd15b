using VoiceWeb.Engine.Text.Dictionaries;

namespace VoiceWeb.Engine.Text.Chinese;

/// <summary>jieba's dictionary: words with their frequency and part of speech. Immutable.</summary>
internal sealed class ChineseWords
{
    private static readonly Lazy<ChineseWords> Shared = new(() => new ChineseWords());

    private readonly int[] _frequencies;
    private readonly byte[] _tags;
    private readonly string[] _tagNames;

    private ChineseWords()
    {
        var reader = new ColumnReader(DictionaryResource.Open("zh-words"));
        var count = reader.Int();
        LogTotal = Math.Log(reader.Int());
        _frequencies = reader.IntColumn(count);
        _tags = reader.ByteColumn(count);
        var (text, starts) = reader.Words(count);
        List = new WordList(text, starts);
        _tagNames = reader.Strings();
    }

    public static ChineseWords Default => Shared.Value;

    public WordList List { get; }

    /// <summary>Natural logarithm of the sum of all frequencies.</summary>
    public double LogTotal { get; }

    public int FrequencyOf(int word) => _frequencies[word];

    public int FrequencyOf(ReadOnlySpan<char> word) => List.Find(word) is >= 0 and var found ? _frequencies[found] : 0;

    /// <summary>The part of speech of a word, or <c>x</c> for one that is not in the dictionary.</summary>
    public string TagOf(ReadOnlySpan<char> word) => List.Find(word) is >= 0 and var found ? _tagNames[_tags[found]] : "x";
}
