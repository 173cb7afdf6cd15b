namespace VoiceWeb.Engine.Text;

/// <summary>
/// Names the main language of a piece of text from its scripts and from the language that the writer gave. Immutable.
/// </summary>
/// <remarks>No statistics and no model: scripts decide, so the answer for a piece depends on that piece alone.</remarks>
internal sealed class LanguageDetector
{
    /// <summary>Letters of an alphabet that take about as long to say as one Chinese character.</summary>
    private const int LettersPerSyllable = 3;

    private readonly string _given;
    private readonly string _primary; // "" for auto

    /// <exception cref="ArgumentException"><paramref name="language"/> is neither <c>auto</c> nor shaped like a BCP 47 tag.</exception>
    public LanguageDetector(string language)
    {
        ArgumentNullException.ThrowIfNull(language);
        if (!IsTag(language))
        {
            throw new ArgumentException(
                $"'{language}' is no language. Give 'auto' or a language tag such as 'zh', 'en' or 'pt-BR'.", nameof(language));
        }

        var isAuto = language.Equals("auto", StringComparison.OrdinalIgnoreCase);
        _given = isAuto ? string.Empty : language;
        _primary = isAuto ? string.Empty : language.Split('-')[0].ToLowerInvariant();
    }

    /// <summary>The language of a piece, or null when it has no letters to tell by (digits, marks).</summary>
    public string? Detect(ReadOnlySpan<char> text)
    {
        Span<int> weights = stackalloc int[(int)Script.Other + 1];
        int run = 0, longestRun = 0;
        var last = Script.None;
        var afterDigit = false;
        for (var i = 0; i < text.Length; i++)
        {
            int codePoint = text[i];
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                codePoint = char.ConvertToUtf32(text[i], text[i + 1]);
                i++;
            }

            var script = Scripts.Of(codePoint);

            // "5km/h", "T60", "16GB": letters that belong to a number tell nothing about the language.
            afterDigit = script == Script.Latin ? afterDigit : codePoint is >= '0' and <= '9' || (afterDigit && codePoint is ' ' or '/' or '·' or '²' or '³');
            if (script == Script.Latin && afterDigit && _primary != "en")
            {
                continue;
            }

            run = script == Script.None ? 0 : script == last ? run + 1 : 1;
            last = script;
            longestRun = Math.Max(longestRun, script is Script.Latin or Script.Greek ? run : 0);

            weights[(int)script] += script is Script.Han or Script.Kana or Script.Hangul ? LettersPerSyllable : 1;
        }

        // Japanese mixes kana and Chinese characters: any kana makes the Chinese characters Japanese.
        if (weights[(int)Script.Kana] > 0)
        {
            weights[(int)Script.Kana] += weights[(int)Script.Han];
            weights[(int)Script.Han] = 0;
        }

        if (weights[(int)Script.Han] > 0 && (_primary is "zh" or "yue" or "cmn"))
        {
            return _given; // who says Chinese means it, however many foreign words there are
        }

        var main = Script.None;
        for (var script = Script.Latin; script <= Script.Other; script++)
        {
            if (weights[(int)script] > (main == Script.None ? 0 : weights[(int)main]))
            {
                main = script;
            }
        }

        // Single letters are variables and choices ("x²+y²", "A"): they are said in the language around them.
        var isLetters = main is Script.Latin or Script.Greek && longestRun < 2;
        return main == Script.None ? null : isLetters ? Default : LanguageOf(main);
    }

    /// <summary>The language for a text that has no letters at all.</summary>
    public string Default => _given.Length > 0 ? _given : "en";

    private string LanguageOf(Script script) => script switch
    {
        Script.Han => Keep("zh", "zh", "yue", "ja", "wuu", "nan", "hak", "cmn"),
        Script.Kana => Keep("ja", "ja"),
        Script.Hangul => Keep("ko", "ko"),
        Script.Cyrillic => Keep("ru", "ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg", "tt", "ba", "cv", "bs"),
        Script.Greek => Keep("el", "el", "grc"),
        Script.Arabic => Keep("ar", "ar", "fa", "ur", "ps", "ug", "sd", "ku", "pa"),
        Script.Hebrew => Keep("he", "he", "yi"),
        Script.Devanagari => Keep("hi", "hi", "mr", "ne", "sa", "kok"),
        Script.Thai => Keep("th", "th"),
        Script.Other => Default,
        _ => UsesLatin(_primary) ? Default : "en",
    };

    private string Keep(string otherwise, params ReadOnlySpan<string> users) => users.Contains(_primary) ? _given : otherwise;

    private static bool UsesLatin(string primary) => primary is not
        ("zh" or "yue" or "cmn" or "wuu" or "hak" or "ja" or "ko" or "ru" or "uk" or "be" or "bg" or "mk" or "el" or "ar" or "fa" or "ur"
            or "he" or "yi" or "hi" or "mr" or "ne" or "th");

    internal static bool IsTag(string language)
    {
        var parts = language.Split('-');
        return parts[0].Length >= 2 && parts[0].All(char.IsAsciiLetter)
            && parts.All(part => part.Length is > 0 and <= 8 && part.All(char.IsAsciiLetterOrDigit));
    }
}
