namespace VoiceWeb.Engine.Text.Chinese;

/// <summary>Joins segmented words whose tones depend on one another, before the tones are changed. Immutable.</summary>
/// <remarks>The steps and their order: GPT-SoVITS <c>text/tone_sandhi.py</c>, from PaddleSpeech (Apache-2.0).</remarks>
internal sealed class WordMerging(Func<string, string[]> read)
{
    /// <summary>Joins 不 and 一 with what follows, repeated words, third tones that meet, and 儿 with what stands before.</summary>
    public List<TaggedWord> Merge(List<TaggedWord> words) =>
        MergeEr(MergeThirdTones(MergeThirdTones(MergeRepeated(MergeYi(MergeBu(words))), whole: true), whole: false));

    private static List<TaggedWord> MergeBu(List<TaggedWord> words)
    {
        var result = new List<TaggedWord>(words.Count);
        var last = string.Empty;
        foreach (var (text, tag) in words)
        {
            var word = last == "不" ? last + text : text;
            if (word != "不")
            {
                result.Add(new TaggedWord(word, tag));
            }

            last = word;
        }

        if (last == "不")
        {
            result.Add(new TaggedWord(last, "d"));
        }

        return result;
    }

    private static List<TaggedWord> MergeYi(List<TaggedWord> words)
    {
        var around = new List<TaggedWord>(words.Count);
        for (var i = 0; i < words.Count; i++)
        {
            if (i > 0 && words[i].Text == "一" && i + 1 < words.Count && around[^1].Text == words[i + 1].Text
                && around[^1].Tag == "v" && words[i + 1].Tag == "v")
            {
                around[^1] = around[^1] with { Text = around[^1].Text + "一" + words[i + 1].Text };
                i++;
                continue;
            }

            around.Add(words[i]);
        }

        var result = new List<TaggedWord>(around.Count);
        foreach (var word in around)
        {
            AddOrAppend(result, word, result.Count > 0 && result[^1].Text == "一");
        }

        return result;
    }

    private static List<TaggedWord> MergeRepeated(List<TaggedWord> words)
    {
        var result = new List<TaggedWord>(words.Count);
        foreach (var word in words)
        {
            AddOrAppend(result, word, result.Count > 0 && result[^1].Text == word.Text);
        }

        return result;
    }

    /// <summary>Joins two short words when all their syllables, or only the two that meet, are third tones.</summary>
    private List<TaggedWord> MergeThirdTones(List<TaggedWord> words, bool whole)
    {
        var result = new List<TaggedWord>(words.Count);
        string[]? before = null;
        var merged = false;
        for (var i = 0; i < words.Count; i++)
        {
            var syllables = read(words[i].Text);
            var meet = before is not null && !merged
                && (whole ? ToneSandhi.AreThird(before) && ToneSandhi.AreThird(syllables) : before[^1][^1] == '3' && syllables[0][^1] == '3')
                && !IsRepetition(words[i - 1].Text) && words[i - 1].Text.Length + words[i].Text.Length <= 3;
            AddOrAppend(result, words[i], meet);
            merged = meet;
            before = syllables;
        }

        return result;
    }

    private static List<TaggedWord> MergeEr(List<TaggedWord> words)
    {
        var result = new List<TaggedWord>(words.Count);
        for (var i = 0; i < words.Count; i++)
        {
            AddOrAppend(result, words[i], i > 0 && words[i].Text == "儿" && words[i - 1].Text != "#");
        }

        return result;
    }

    private static bool IsRepetition(string word) => word.Length == 2 && word[0] == word[1];

    private static void AddOrAppend(List<TaggedWord> words, TaggedWord word, bool append)
    {
        if (append)
        {
            words[^1] = words[^1] with { Text = words[^1].Text + word.Text };
        }
        else
        {
            words.Add(word);
        }
    }
}
