namespace VoiceWeb.Engine.Text;

/// <summary>The entry of the text craft: what is written becomes what can be spoken. Immutable and safe for concurrent use.</summary>
public sealed class TextFrontEnd
{
    private readonly SentenceSplitter _splitter = new(new LongSentenceCutter());

    /// <summary>
    /// Cuts a text into sentences that can be spoken one by one. Pieces without a letter or digit are left out; a text that has none
    /// anywhere gives an empty list. Time and memory grow linearly with the length.
    /// </summary>
    /// <param name="text">Any string, also one with lone surrogates.</param>
    /// <param name="language"><c>auto</c>, or the BCP 47 tag of the language that the writer means. A sentence in a script which that
    /// language does not use keeps its own: Chinese characters under <c>en</c> are <c>zh</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="language"/> is no language tag.</exception>
    public IReadOnlyList<Sentence> Split(string text, string language)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _splitter.Split(text, new LanguageDetector(language));
    }
}
