namespace VoiceWeb.Engine.Text;

/// <summary>The entry of the text craft: what is written becomes what can be spoken. Immutable and safe for concurrent use.</summary>
public sealed class TextFrontEnd
{
    private readonly SentenceSplitter _splitter = new(new LongSentenceCutter());

    // Their dictionaries load at first use.
    private readonly Lazy<DefaultAnalyzer> _analyzer;
    private readonly Lazy<CompatibleAnalyzer> _compatible;

    /// <param name="polyphones">The operator's model that reads Chinese polyphones; null, or one that is not there, leaves them to
    /// dictionaries and rules.</param>
    public TextFrontEnd(PolyphoneModel? polyphones = null)
    {
        _analyzer = new Lazy<DefaultAnalyzer>(() => polyphones is null ? DefaultAnalyzer.Default : new DefaultAnalyzer(polyphones));
        _compatible = new Lazy<CompatibleAnalyzer>(() => polyphones is null ? CompatibleAnalyzer.Default : new CompatibleAnalyzer(polyphones));
    }

    /// <summary>
    /// Cuts a text into sentences that can be spoken one by one, never inside an instruction such as <c>[pause:1s]</c>. Pieces without a
    /// letter or digit are left out; a text that has none anywhere gives an empty list. Time and memory grow linearly with the length.
    /// </summary>
    /// <param name="text">Any string, also one with lone surrogates.</param>
    /// <param name="language"><c>auto</c>, or the BCP 47 tag of the language that the writer means. A sentence in a script which that
    /// language does not use keeps its own: Chinese characters under <c>en</c> are <c>zh</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="language"/> is no language tag.</exception>
    public IReadOnlyList<Sentence> Split(string text, string language)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SentenceMarkup.Restore(text, _splitter.Split(Markup.Mask(text), new LanguageDetector(language)));
    }

    /// <summary>Cuts a text by one of upstream's six methods, for programs that were written for it.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="language">A language mode; decides which full stop is added.</param>
    /// <param name="method"><c>cut0</c> to <c>cut5</c>.</param>
    /// <exception cref="ArgumentException">The method is unknown, or there is nothing to say.</exception>
    public static IReadOnlyList<string> Cut(string text, string language, string method)
    {
        ArgumentNullException.ThrowIfNull(text);
        return CompatibleCutter.Cut(text, language, method);
    }

    /// <summary>
    /// Shows how a text will be spoken. What the writer fixed in the text wins over the dictionaries, a project's over a school's over
    /// the installation's, and these over the engine's own.
    /// </summary>
    /// <param name="text">Any string.</param>
    /// <param name="mode">A language tag, <c>auto</c>, or one of upstream's modes: <c>all_zh</c>, <c>all_ja</c>, <c>auto_yue</c> and so on.</param>
    /// <param name="compatible">Whether to read exactly as upstream does, with its defects, without instructions and dictionaries.</param>
    /// <param name="dictionaries">Pronunciation dictionaries that apply.</param>
    /// <exception cref="ArgumentException"><paramref name="mode"/> is no language.</exception>
    public TextAnalysis Analyze(string text, string mode, bool compatible = false, PronunciationSet? dictionaries = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var language = LanguageMode.Parse(mode);
        var findings = new Findings();
        if (compatible)
        {
            findings.Segments.AddRange(_compatible.Value.Analyze(LoneSurrogates.Replace(text), mode));
        }
        else
        {
            Examine(text, language, dictionaries, findings);
        }

        return new TextAnalysis(
            mode,
            compatible ? string.Concat(findings.Segments.Select(segment => segment.Normalized)) : Findings.Join(findings.Segments),
            findings.Segments,
            [.. findings.Segments.SelectMany(segment => segment.Phones)],
            findings.Polyphones,
            findings.Warnings.ConvertAll(warning => warning.Sentence));
    }

    /// <summary>
    /// What a base speech says for a text: words, in Chinese pinyin with tone digits, one language at a time, with the writer's pauses.
    /// </summary>
    /// <param name="text">Any string; may hold instructions.</param>
    /// <param name="language"><c>auto</c> or a language tag.</param>
    /// <param name="dictionaries">Pronunciation dictionaries that apply.</param>
    /// <exception cref="ArgumentException"><paramref name="language"/> is no language.</exception>
    internal IReadOnlyList<SpokenStretch> Speak(string text, string language, PronunciationSet? dictionaries = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var findings = new Findings();
        Examine(text, LanguageMode.Parse(language), dictionaries, findings);
        return findings.Stretches;
    }

    /// <summary>Shows place by place how a text will be said, for the eyes of its writer.</summary>
    /// <param name="text">Any string; may hold instructions.</param>
    /// <param name="language"><c>auto</c> or a language tag.</param>
    /// <param name="dictionaries">Pronunciation dictionaries that apply.</param>
    /// <exception cref="ArgumentException"><paramref name="language"/> is no language.</exception>
    public TextReading Read(string text, string language, PronunciationSet? dictionaries = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var findings = new Findings { Pieces = new ReadingPieces() };
        Examine(text, LanguageMode.Parse(language), dictionaries, findings);
        return new TextReading(text, findings.Pieces.Cover(text, findings.Polyphones), findings.Warnings);
    }

    private void Examine(string text, string language, PronunciationSet? dictionaries, Findings findings)
    {
        var matcher = (dictionaries ?? PronunciationSet.None).Matcher;
        foreach (var stretch in Markup.Parse(LoneSurrogates.Replace(text), findings.Warn))
        {
            if (stretch.Slot is { } slot)
            {
                findings.WarnOnce(new TextWarning(
                    "style", $"The style '{slot}' is for GPT-SoVITS voices that have a style of that name; a voice without styles speaks this part in its own.", slot));
            }

            var read = matcher.Apply(stretch);
            findings.Places = read.Places;
            _analyzer.Value.Analyze(read.Text, read.Language ?? language, read.Overrides, findings);
            if (stretch.PauseAfter > TimeSpan.Zero)
            {
                findings.AddPause(stretch.PauseAfter);
            }
        }
    }
}
