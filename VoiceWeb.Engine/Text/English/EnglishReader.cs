namespace VoiceWeb.Engine.Text.English;

/// <summary>
/// Reads a normalised English text as ARPAbet phones and marks: dictionary, homographs by part of speech, names, possessives,
/// compounds, and letters to sounds for what nobody has listed. Immutable.
/// </summary>
/// <remarks>The order of look-ups: GPT-SoVITS <c>text/english.py</c> (MIT) over g2p_en (Apache-2.0).</remarks>
internal sealed class EnglishReader
{
    private static readonly Lazy<EnglishReader> Shared = new(() => new EnglishReader());

    private readonly PronouncingDictionary _dictionary = PronouncingDictionary.Default;

    public static EnglishReader Default => Shared.Value;

    /// <summary>Phones of each token of a text, in order.</summary>
    public List<(string Token, IReadOnlyList<string> Phones)> Read(string normalized)
    {
        var tokens = EnglishTokenizer.Tokenize(normalized);
        var result = new List<(string, IReadOnlyList<string>)>(tokens.Count);
        for (var i = 0; i < tokens.Count; i++)
        {
            result.Add((tokens[i], ReadToken(tokens, i)));
        }

        return result;
    }

    /// <summary>Phones of one word without its surroundings.</summary>
    /// <param name="word">A word in its own capitals: names and spelled words are told by them.</param>
    public IReadOnlyList<string> ReadWord(string word)
    {
        var lower = word.ToLowerInvariant();
        if (lower.Length > 1 && _dictionary.FindWord(lower) is { } known)
        {
            return known;
        }

        if (IsTitle(word) && _dictionary.FindName(lower) is { } name)
        {
            return name;
        }

        if (lower.Length <= 3)
        {
            return Spell(lower);
        }

        if (lower.EndsWith("'s", StringComparison.Ordinal) && lower.AsSpan(0, lower.Length - 2).IndexOfAnyExceptInRange('a', 'z') < 0)
        {
            return WithEnding(ReadWord(lower[..^2]));
        }

        if (lower.AsSpan().ContainsAny('-', '\''))
        {
            return [.. lower.Split('-', '\'').Where(part => part.Length > 0).SelectMany(ReadWord)];
        }

        return CompoundWords.Split(lower, _dictionary) is { Count: > 1 } parts
            ? [.. parts.SelectMany(ReadWord)]
            : LetterToSound.Default.Read(lower);
    }

    private IReadOnlyList<string> ReadToken(List<string> tokens, int index)
    {
        var token = tokens[index];
        if (!char.IsAsciiLetter(token[0]))
        {
            return token switch { "'" => ["-"], { Length: 1 } => [token], _ => [] };
        }

        var lower = token.ToLowerInvariant();
        if (lower.Length == 1)
        {
            return token == "A" ? ["EY1"] : _dictionary.FindWord(lower)!;
        }

        if (_dictionary.FindHomograph(lower) is { } homograph)
        {
            var tag = PartOfSpeech.Guess(tokens, index);
            var isFirst = tag.StartsWith(homograph.Tag, StringComparison.Ordinal) || homograph.Tag.StartsWith(tag, StringComparison.Ordinal);
            return isFirst ? homograph.First : homograph.Second;
        }

        return ReadWord(token);
    }

    private List<string> Spell(string word)
    {
        var phones = new List<string>();
        foreach (var letter in word)
        {
            phones.AddRange(letter switch
            {
                'a' => ["EY1"],
                >= 'b' and <= 'z' => _dictionary.FindWord(letter.ToString())!,
                '\'' => ["-"],
                _ => [letter.ToString()],
            });
        }

        return phones;
    }

    private static List<string> WithEnding(IReadOnlyList<string> phones) => phones[^1] switch
    {
        "P" or "T" or "K" or "F" or "TH" or "HH" => [.. phones, "S"],
        "S" or "Z" or "SH" or "ZH" or "CH" or "JH" => [.. phones, "AH0", "Z"],
        _ => [.. phones, "Z"],
    };

    private static bool IsTitle(string word)
    {
        var atStart = true;
        foreach (var letter in word)
        {
            if (char.IsLetter(letter) && char.IsUpper(letter) != atStart)
            {
                return false;
            }

            atStart = !char.IsLetter(letter);
        }

        return true;
    }
}
