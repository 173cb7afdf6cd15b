using System.Text;

namespace VoiceWeb.Engine.Builtin;

/// <summary>Which languages the base speech has, and which of its voices speaks each. Immutable.</summary>
internal sealed class BaseVoices
{
    /// <summary>The voice for Latin words in a text of another script, and for every text whose language nobody named.</summary>
    public const string English = "en-us";

    /// <summary>Debian's voice "cmn" reads Chinese characters as English letters; this one reads characters and pinyin right.</summary>
    public const string Mandarin = "cmn-latn-pinyin";

    /// <summary>Cantonese.</summary>
    public const string Cantonese = "yue";

    // "cmn" and "hak" read characters out as "Chinese letter".
    private static readonly HashSet<string> Unfit = ["cmn", "hak"];

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = English,
        ["zh"] = Mandarin,
        ["cmn"] = Mandarin,
        ["zh-yue"] = Cantonese,
        ["zh-hk"] = Cantonese,
        ["zh-hant-hk"] = Cantonese,
        ["zh-mo"] = Cantonese,
        ["fr"] = "fr-fr",
        ["no"] = "nb",
        ["nn"] = "nb",
        ["iw"] = "he",
    };

    private readonly HashSet<string> _voices;

    private BaseVoices(HashSet<string> voices) => _voices = voices;

    /// <summary>Languages that can be spoken, as BCP 47 tags in order.</summary>
    public IReadOnlyList<string> Languages =>
        [.. _voices.Concat(Aliases.Where(alias => _voices.Contains(alias.Value)).Select(alias => alias.Key))
            .Where(tag => tag != Mandarin)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.Ordinal)];

    /// <summary>Reads the list that <c>espeak-ng --voices</c> prints.</summary>
    public static BaseVoices Parse(ReadOnlySpan<byte> list)
    {
        var voices = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in Encoding.UTF8.GetString(list).Split('\n').Skip(1))
        {
            var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length >= 4 && !Unfit.Contains(columns[1]))
            {
                voices.Add(columns[1].ToLowerInvariant());
            }
        }

        return new BaseVoices(voices);
    }

    /// <summary>The voice for a language: its own, or that of the nearest language named by the same tag.</summary>
    /// <param name="language">BCP 47 tag.</param>
    /// <exception cref="UnspeakableTextException">No voice speaks this language.</exception>
    public string For(string language)
    {
        for (var tag = language; tag.Length > 0; tag = tag[..Math.Max(0, tag.LastIndexOf('-'))])
        {
            if (Aliases.TryGetValue(tag, out var alias) && _voices.Contains(alias))
            {
                return alias;
            }

            if (_voices.TryGetValue(tag, out var own))
            {
                return own;
            }
        }

        var primary = language.Split('-')[0] + "-";
        return _voices.Where(voice => voice.StartsWith(primary, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).FirstOrDefault()
            ?? throw new UnspeakableTextException(
                "language-not-spoken", $"The built-in voice does not speak '{language}'. Choose another language, or another voice model.");
    }
}
