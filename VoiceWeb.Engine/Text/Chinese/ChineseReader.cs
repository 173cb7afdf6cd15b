namespace VoiceWeb.Engine.Text.Chinese;

/// <summary>Reads a normalised Chinese text: one pinyin syllable, or the mark itself, a character. Immutable, linear in the length.</summary>
/// <param name="corrected">Whether corrections to the phrase dictionary apply; upstream without its polyphone model has none.</param>
/// <param name="model">Reads polyphones by their sentence, before the phrase dictionary; null for none.</param>
internal sealed class ChineseReader(bool corrected, PolyphoneModel? model = null)
{
    public const string Marks = "!?…,.-";

    private readonly WordSegmenter _segmenter = WordSegmenter.Default;
    private readonly PinyinDictionary _pinyin = PinyinDictionary.Default;
    private readonly ToneSandhi _sandhi = new(WordSegmenter.Default, corrected);
    private readonly WordMerging _merging = new(word => PinyinDictionary.Default.Read(word, corrected));

    /// <summary>Reads a text of Chinese characters and the six marks.</summary>
    /// <param name="normalized">The text after normalisation.</param>
    /// <returns>One entry a character.</returns>
    public string[] Read(string normalized) => Read(normalized, null);

    /// <summary>Reads a text, and tells where its words start.</summary>
    /// <param name="normalized">The text after normalisation.</param>
    /// <param name="wordStarts">Receives the place of each word, ascending.</param>
    public string[] Read(string normalized, ICollection<int>? wordStarts)
    {
        var result = new List<string>(normalized.Length);
        var decided = corrected ? PolyphoneRules.Find(normalized) : [];
        for (int start = 0, end; start < normalized.Length; start = end)
        {
            end = start;
            while (end < normalized.Length && !Marks.Contains(normalized[end], StringComparison.Ordinal))
            {
                end++;
            }

            end = Math.Min(end + 1, normalized.Length);
            var sentence = normalized[start..end];
            var bySentence = BySentence(sentence);
            foreach (var (word, tag) in _merging.Merge(_segmenter.Tag(sentence)))
            {
                wordStarts?.Add(result.Count);
                var syllables = bySentence is null ? _pinyin.Read(word, corrected) : bySentence[(result.Count - start)..(result.Count - start + word.Length)];
                if (bySentence is not null)
                {
                    PolyphoneData.Default.Correct(word, syllables);
                }

                Decide(decided, result.Count, syllables, _ => true);
                _sandhi.Apply(word, tag, syllables);
                // A particle loses its tone, but what is no particle here keeps it.
                Decide(decided, result.Count, syllables, syllable => syllable.EndsWith('5'));
                result.AddRange(syllables);
            }
        }

        var reading = result.ToArray();
        if (corrected)
        {
            ToneSandhi.KeepFigures(normalized, reading);
        }

        return reading;
    }

    // The model decides what it knows; everything else is read by phrases of the whole sentence, as upstream does with its model.
    private string[]? BySentence(string sentence)
    {
        if (model?.Read(sentence) is not { } decided)
        {
            return null;
        }

        var syllables = _pinyin.Read(sentence, corrected: false);
        for (var i = 0; i < decided.Length; i++)
        {
            syllables[i] = decided[i] ?? syllables[i];
        }

        return syllables;
    }

    private static void Decide(Dictionary<int, string> decided, int start, string[] syllables, Func<string, bool> applies)
    {
        for (var i = 0; i < syllables.Length && decided.Count > 0; i++)
        {
            if (decided.TryGetValue(start + i, out var syllable) && applies(syllables[i]))
            {
                syllables[i] = syllable;
            }
        }
    }
}
