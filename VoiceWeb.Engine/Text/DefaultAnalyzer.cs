using VoiceWeb.Engine.Text.Chinese;
using VoiceWeb.Engine.Text.English;

namespace VoiceWeb.Engine.Text;

/// <summary>Turns a text into phones as a teacher would read it. Immutable, linear in the length.</summary>
internal sealed class DefaultAnalyzer
{
    private const int FewestEnglishPhones = 4;

    private static readonly Lazy<DefaultAnalyzer> Shared = new(() => new DefaultAnalyzer());

    private readonly SentenceSplitter _splitter = new(new LongSentenceCutter());
    private readonly ChineseNormalizer _chinese = new();
    private readonly ChineseReader _reader = new(corrected: true);

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
                    findings.Warn($"A reading in the language '{language}' is not followed: readings are for Chinese and English words.");
                }

                findings.AddForeign(new AnalyzedSegment(language, span.Text, span.Text.Trim(), [], null));
                break;
        }
    }

    private void AnalyzeChinese(Span span, List<ReadingOverride> overrides, Findings findings)
    {
        var unknown = new List<int>();
        var spoken = _chinese.Normalize(span.Sentence, span.From, span.To, unknown);
        foreach (var index in unknown)
        {
            findings.AddUnknown(span.Sentence, index, span.SentenceStart);
        }

        var normalized = spoken.ToString();
        if (normalized.Length == 0)
        {
            return;
        }

        var reading = _reader.Read(normalized);
        var fixedPlaces = Apply(overrides, span.SentenceStart, spoken.Sources, reading);
        findings.AddPolyphones(span.Sentence, span.SentenceStart, normalized, spoken.Sources, reading, fixedPlaces);
        var (phones, counts) = ChinesePhones.Of(reading);
        findings.AddSpoken(new AnalyzedSegment("zh", span.Text, normalized, phones, counts), reading);
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
            ReadEnglish(text[at..from], phones, spoken, normalized);
            phones.AddRange(item.Reading);
            normalized.Add(text[from..to]);
            spoken.Add(EspeakNotation.Of(item.Reading));
            at = to;
        }

        ReadEnglish(text[at..], phones, spoken, normalized);
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

    private static void ReadEnglish(string text, List<string> phones, List<string> spoken, List<string> normalized)
    {
        var words = EnglishNormalizer.Normalize(text);
        if (words.Length == 0)
        {
            return;
        }

        phones.AddRange(EnglishReader.Default.Read(words).SelectMany(token => token.Phones));
        spoken.Add(words);
        normalized.Add(words);
    }

    private static string Join(List<string> parts) =>
        string.Join(' ', parts).Replace(" ,", ",", StringComparison.Ordinal).Replace(" .", ".", StringComparison.Ordinal);

    /// <summary>A stretch of a sentence in one language, with the sentence around it.</summary>
    private readonly record struct Span(string Sentence, int From, int To, int SentenceStart)
    {
        public string Text => Sentence[From..To];

        public int Place => SentenceStart + From;
    }
}
