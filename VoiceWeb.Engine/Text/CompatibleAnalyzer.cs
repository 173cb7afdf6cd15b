using System.Text.RegularExpressions;
using VoiceWeb.Engine.Text.Chinese;
using VoiceWeb.Engine.Text.English;

namespace VoiceWeb.Engine.Text;

/// <summary>Turns a text into phones exactly as upstream's front-end does. Immutable.</summary>
/// <remarks>GPT-SoVITS <c>TextPreprocessor</c> and <c>text/cleaner.py</c> (MIT).</remarks>
internal sealed class CompatibleAnalyzer
{
    private const int FewestPhones = 6;
    private const int FewestEnglishPhones = 4;

    private static readonly Lazy<CompatibleAnalyzer> Shared = new(() => new CompatibleAnalyzer(null));
    private static readonly Regex Spaces = new(" {2,}", RegexOptions.CultureInvariant);

    private readonly CompatibleNormalizer _chinese = new();
    private readonly ChineseReader _reader;

    /// <param name="polyphones">Upstream's polyphone model; null reads as upstream does without it.</param>
    public CompatibleAnalyzer(PolyphoneModel? polyphones) => _reader = new ChineseReader(corrected: false, polyphones);

    /// <summary>The one without a polyphone model.</summary>
    public static CompatibleAnalyzer Default => Shared.Value;

    /// <summary>Analyses a text; one with fewer than six phones gets a full stop before it, once.</summary>
    public List<AnalyzedSegment> Analyze(string text, string mode)
    {
        var segments = AnalyzeOnce(text, mode);
        return segments.Sum(segment => segment.Phones.Count) < FewestPhones ? AnalyzeOnce("." + text, mode) : segments;
    }

    /// <summary>Analyses a stretch of one language.</summary>
    public AnalyzedSegment Clean(string text, string language) => language switch
    {
        "zh" => CleanChinese(text),
        "en" => CleanEnglish(text),
        _ => new AnalyzedSegment(language, text, text, [], null),
    };

    private List<AnalyzedSegment> AnalyzeOnce(string text, string mode) =>
        CompatibleLanguageSplitter.Split(Spaces.Replace(text, " "), mode).ConvertAll(span => Clean(span.Text, span.Language));

    private AnalyzedSegment CleanChinese(string text)
    {
        var (mark, pause) = text.Contains('￥', StringComparison.Ordinal) ? ('￥', "SP2")
            : text.Contains('^', StringComparison.Ordinal) ? ('^', "SP3") : (',', ",");
        var normalized = _chinese.Normalize(text.Replace(mark, ','));
        var (phones, counts) = ChinesePhones.Of(_reader.Read(normalized), pause);
        return new AnalyzedSegment("zh", text, normalized, phones, counts);
    }

    private static AnalyzedSegment CleanEnglish(string text)
    {
        var normalized = CompatibleEnglishNormalizer.Normalize(text);
        var phones = EnglishReader.Default.Read(normalized).SelectMany(token => token.Phones).Where(phone => SymbolTable.IdOf(phone) is not null).ToList();
        if (phones.Count < FewestEnglishPhones)
        {
            phones.Insert(0, ",");
        }

        return new AnalyzedSegment("en", text, normalized, phones, null);
    }
}
