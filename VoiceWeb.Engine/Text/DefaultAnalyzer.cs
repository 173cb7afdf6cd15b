using VoiceWeb.Engine.Text.Chinese;
using VoiceWeb.Engine.Text.English;

namespace VoiceWeb.Engine.Text;

/// <summary>Turns a text into phones as a teacher would read it. Immutable, linear in the length.</summary>
internal sealed class DefaultAnalyzer
{
    private const int FewestEnglishPhones = 4;

    private static readonly Lazy<DefaultAnalyzer> Shared = new(() => new DefaultAnalyzer(null));

    private readonly SentenceSplitter _splitter = new(new LongSentenceCutter());
    private readonly ChineseNormalizer _chinese = new();
    private readonly ChineseReader _reader;
    private readonly PolyphoneModel? _polyphones;

    /// <param name="polyphones">Reads polyphones by their sentence; null for none.</param>
    public DefaultAnalyzer(PolyphoneModel? polyphones)
    {
        _polyphones = polyphones;
        _reader = new ChineseReader(corrected: true, polyphones);
    }

    /// <summary>The one without a polyphone model.</summary>
    public static DefaultAnalyzer Default => Shared.Value;

    /// <summary>Analyses a stretch of text that has no markup.</summary>
    /// <param name="text">The text; lone surrogates are taken as unknown characters.</param>
    /// <param name="language"><c>auto</c> or a language tag.</param>
    /// <param name="overrides">Fixed readings, ascending, with places in this stretch.</param>
    /// <param name="findings">Receives segments, polyphones and warnings.</param>
    public void Analyze(string text, string language, IReadOnlyList<ReadingOverride> overrides, Findings findings)
    {
        var chinese = LanguageMode.ChineseOf(language);
        int at = 0, next = 0;
        foreach (var sentence in _splitter.Split(text, new LanguageDetector(language)))
        {
            findings.AddSilent(text, at, sentence.Start);
            var main = sentence.Language.Split('-')[0].ToLowerInvariant();
            main = main is "zh" or "cmn" ? chinese : main;
            foreach (var (from, to, spanLanguage) in LanguageSpans.Split(sentence.Text, main, chinese))
            {
                var inside = new List<ReadingOverride>();
                for (; next < overrides.Count && overrides[next].Start < sentence.Start + to; next++)
                {
                    inside.Add(overrides[next]);
                }

                AnalyzeSpan(new Span(sentence.Text, from, to, sentence.Start), spanLanguage, inside, findings);
            }

            at = sentence.Start + sentence.Text.Length;
        }

        findings.AddSilent(text, at, text.Length);
    }

    private void AnalyzeSpan(Span span, string language, List<ReadingOverride> overrides, Findings findings)
    {
        switch (language)
        {
            case "zh":
                AnalyzeChinese(span, overrides, findings);
                break;
            case "en":
                AnalyzeEnglish(span.Text, span.Place, overrides, findings);
                break;
            default:
                if (overrides.Count > 0)
                {
                    findings.Warn(new TextWarning(
                        "reading-language", $"A reading in the language '{language}' is not followed: readings are for Chinese and English words.", language));
                }

                findings.AddPiece(span.Place, span.Place + span.Text.TrimEnd().Length, ReadingKind.Plain, language, span.Text.Trim());
                findings.AddForeign(new AnalyzedSegment(language, span.Text, span.Text.Trim(), [], null));
                break;
        }
    }

    private void AnalyzeChinese(Span span, List<ReadingOverride> overrides, Findings findings)
    {
        var unknown = new List<int>();
        var spoken = _chinese.Normalize(span.Sentence, span.From, span.To, unknown);
        var normalized = spoken.ToString();
        AddChinesePieces(span, normalized, spoken.Sources, unknown, findings);
        if (normalized.Length == 0)
        {
            return;
        }

        if (_polyphones?.Fault is { } fault)
        {
            findings.WarnOnce(new TextWarning("polyphone-model", $"The polyphone model cannot be used, so dictionaries read in its place. {fault}", fault));
        }

        var words = new List<int>();
        var reading = _reader.Read(normalized, words);
        var fixedPlaces = Apply(overrides, span.SentenceStart, spoken.Sources, reading);
        findings.AddPolyphones(span.Sentence, span.SentenceStart, new ChineseReading(normalized, spoken.Sources, reading, words, fixedPlaces));
        var (phones, counts) = ChinesePhones.Of(reading);
        findings.AddSpoken(new AnalyzedSegment("zh", span.Text, normalized, phones, counts), reading);
    }

    private static void AddChinesePieces(Span span, string normalized, IReadOnlyList<int> sources, List<int> unknown, Findings findings)
    {
        var next = 0;
        for (int i = 0, end; i < normalized.Length; i = end)
        {
            for (end = i + 1; end < normalized.Length && sources[end] == sources[i];)
            {
                end++;
            }

            var start = sources[i];
            for (; next < unknown.Count && unknown[next] < start; next++)
            {
                findings.AddUnknown(span.Sentence, unknown[next], span.SentenceStart);
            }

            var limit = Math.Min(end < normalized.Length ? sources[end] : span.To, next < unknown.Count ? unknown[next] : span.To);
            var isMark = end == i + 1 && ChineseReader.Marks.Contains(normalized[i], StringComparison.Ordinal);
            var isPlain = end == i + 1 && span.Sentence[start] is >= '\u4E00' and <= '\u9FA5';
            var stop = isMark || isPlain ? start + 1 : start + span.Sentence.AsSpan(start, Math.Max(1, limit - start)).TrimEnd().Length;
            findings.AddPiece(
                span.SentenceStart + start, span.SentenceStart + Math.Max(stop, start + 1),
                isMark ? ReadingKind.Silent : isPlain ? ReadingKind.Plain : ReadingKind.Said, "zh", isMark ? string.Empty : normalized[i..end]);
        }

        for (; next < unknown.Count; next++)
        {
            findings.AddUnknown(span.Sentence, unknown[next], span.SentenceStart);
        }
    }

    private static HashSet<int> Apply(List<ReadingOverride> overrides, int place, IReadOnlyList<int> sources, string[] reading)
    {
        var fixedPlaces = new HashSet<int>();
        var syllables = new Dictionary<int, string>();
        foreach (var item in overrides.Where(item => item.IsPinyin))
        {
            for (var i = 0; i < item.Reading.Count; i++)
            {
                syllables[item.Start - place + i] = item.Reading[i];
            }
        }

        for (var i = 0; i < reading.Length && syllables.Count > 0; i++)
        {
            if (syllables.TryGetValue(sources[i], out var syllable))
            {
                reading[i] = syllable;
                fixedPlaces.Add(sources[i]);
            }
        }

        return fixedPlaces;
    }

    private static void AnalyzeEnglish(string text, int place, List<ReadingOverride> overrides, Findings findings)
    {
        var phones = new List<string>();
        var spoken = new List<string>();
        var normalized = new List<string>();
        var at = 0;
        foreach (var item in overrides.Where(item => !item.IsPinyin && item.Start >= place))
        {
            var from = Math.Max(item.Start - place, at);
            var to = Math.Min(item.Start - place + item.Length, text.Length);
            ReadEnglish(text, at, from, place, new EnglishParts(phones, spoken, normalized), findings);
            phones.AddRange(item.Reading);
            var said = item.IsAlone ? $"/{string.Join(' ', item.Reading)}/" : text[from..to];
            if (!item.IsAlone)
            {
                findings.AddPiece(place + from, place + to, ReadingKind.Plain, "en", said);
            }

            normalized.Add(said);
            spoken.Add(EspeakNotation.Of(item.Reading));
            at = to;
        }

        ReadEnglish(text, at, text.Length, place, new EnglishParts(phones, spoken, normalized), findings);
        var known = phones.Where(phone => SymbolTable.IdOf(phone) is not null).ToList();
        if (known.Count == 0)
        {
            return;
        }

        if (known.Count < FewestEnglishPhones)
        {
            known.Insert(0, ",");
        }

        findings.AddSpoken(new AnalyzedSegment("en", text, Join(normalized), known, null), [Join(spoken)]);
    }

    private static void ReadEnglish(string text, int from, int to, int place, EnglishParts parts, Findings findings)
    {
        var written = text[from..to];
        var words = EnglishNormalizer.Normalize(written);
        if (words.Length == 0)
        {
            return;
        }

        parts.Phones.AddRange(EnglishReader.Default.Read(words).SelectMany(token => token.Phones));
        parts.Spoken.Add(words);
        parts.Normalized.Add(words);
        if (findings.Pieces is not null)
        {
            foreach (var (start, end, isPlain, said) in EnglishPieces.Compare(written, words))
            {
                findings.AddPiece(place + from + start, place + from + end, isPlain ? ReadingKind.Plain : ReadingKind.Said, "en", said);
            }
        }
    }

    private static string Join(List<string> parts) =>
        string.Join(' ', parts).Replace(" ,", ",", StringComparison.Ordinal).Replace(" .", ".", StringComparison.Ordinal);

    /// <summary>What an English stretch gathers: phones, what the base speech says, and the spoken form.</summary>
    private readonly record struct EnglishParts(List<string> Phones, List<string> Spoken, List<string> Normalized);

    /// <summary>A stretch of a sentence in one language, with the sentence around it.</summary>
    private readonly record struct Span(string Sentence, int From, int To, int SentenceStart)
    {
        public string Text => Sentence[From..To];

        public int Place => SentenceStart + From;
    }
}
