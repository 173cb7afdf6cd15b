using VoiceWeb.Engine.Text.Dictionaries;

namespace VoiceWeb.Engine.Text.Chinese;

/// <summary>
/// Cuts Chinese text into words with jieba's algorithm: all dictionary words form a graph, the path of highest probability is taken,
/// and runs of single characters go to a hidden Markov model. Immutable, linear in the length.
/// </summary>
/// <remarks>jieba 0.42.1, <c>jieba/__init__.py</c> and <c>jieba/posseg/__init__.py</c> (MIT).</remarks>
internal sealed class WordSegmenter(ChineseWords words, WordModel model, TagModel tagModel)
{
    private static readonly Lazy<WordSegmenter> Shared = new(() => new WordSegmenter(ChineseWords.Default, WordModel.Default, TagModel.Default));

    public static WordSegmenter Default => Shared.Value;

    /// <summary>Words with their parts of speech.</summary>
    public List<TaggedWord> Tag(string text)
    {
        var result = new List<TaggedWord>();
        foreach (var (start, end, inWords) in Blocks(text, IsTaggedUnit))
        {
            if (inWords)
            {
                TagBlock(text[start..end], result);
                continue;
            }

            for (var i = start; i < end; i++)
            {
                result.Add(new TaggedWord(text[i].ToString(), "x"));
            }
        }

        return result;
    }

    /// <summary>Words and, inside the long ones, every shorter dictionary word: jieba's search mode.</summary>
    public List<string> CutForSearch(string text)
    {
        var result = new List<string>();
        foreach (var word in Cut(text))
        {
            for (var size = 2; size <= 3; size++)
            {
                for (var i = 0; word.Length > size && i + size <= word.Length; i++)
                {
                    if (words.FrequencyOf(word.AsSpan(i, size)) > 0)
                    {
                        result.Add(word.Substring(i, size));
                    }
                }
            }

            result.Add(word);
        }

        return result;
    }

    /// <summary>Words without parts of speech.</summary>
    public List<string> Cut(string text)
    {
        var result = new List<string>();
        foreach (var (start, end, inWords) in Blocks(text, unit => IsTaggedUnit(unit) || unit is '%' or '-'))
        {
            if (inWords)
            {
                CutBlock(text[start..end], result);
                continue;
            }

            for (var i = start; i < end; i++)
            {
                result.Add(text[i].ToString());
            }
        }

        return result;
    }

    private void TagBlock(string block, List<TaggedWord> result)
    {
        var route = BestRoute(block);
        ForEachRun(block, route, (start, end, isWord) =>
        {
            var word = block[start..end];
            if (isWord || word.Length == 1)
            {
                result.Add(new TaggedWord(word, words.TagOf(word)));
            }
            else if (words.FrequencyOf(word) == 0)
            {
                tagModel.Tag(word, result);
            }
            else
            {
                result.AddRange(word.Select(unit => new TaggedWord(unit.ToString(), words.TagOf([unit]))));
            }
        });
    }

    private void CutBlock(string block, List<string> result)
    {
        var route = BestRoute(block);
        ForEachRun(block, route, (start, end, isWord) =>
        {
            var word = block[start..end];
            if (isWord || word.Length == 1)
            {
                result.Add(word);
            }
            else if (words.FrequencyOf(word) == 0)
            {
                model.Cut(word, result);
            }
            else
            {
                result.AddRange(word.Select(unit => unit.ToString()));
            }
        });
    }

    /// <summary>Where the best word from each position ends (exclusive).</summary>
    private int[] BestRoute(string block)
    {
        var ends = new int[block.Length];
        var scores = new double[block.Length + 1];
        for (var start = block.Length - 1; start >= 0; start--)
        {
            var walk = default(PrefixWalk);
            var best = double.NegativeInfinity;
            for (var i = start; i < block.Length && words.List.Advance(ref walk, block[i]); i++)
            {
                if (words.List.WordAt(walk) is >= 0 and var word && words.FrequencyOf(word) > 0)
                {
                    // Equal scores: the longer word, as jieba's tuple order has it.
                    var score = Math.Log(words.FrequencyOf(word)) - words.LogTotal + scores[i + 1];
                    if (score >= best)
                    {
                        (best, ends[start]) = (score, i + 1);
                    }
                }
            }

            if (double.IsNegativeInfinity(best))
            {
                (best, ends[start]) = (-words.LogTotal + scores[start + 1], start + 1);
            }

            scores[start] = best;
        }

        return ends;
    }

    /// <summary>Hands out words of two and more characters, and the runs of single characters between them.</summary>
    private static void ForEachRun(string block, int[] ends, Action<int, int, bool> take)
    {
        var runStart = 0;
        for (var i = 0; i < block.Length; i = ends[i])
        {
            if (ends[i] - i == 1)
            {
                continue;
            }

            if (runStart < i)
            {
                take(runStart, i, false);
            }

            take(i, ends[i], true);
            runStart = ends[i];
        }

        if (runStart < block.Length)
        {
            take(runStart, block.Length, false);
        }
    }

    private static IEnumerable<(int Start, int End, bool InWords)> Blocks(string text, Func<char, bool> inWords)
    {
        for (int start = 0, end; start < text.Length; start = end)
        {
            var kind = inWords(text[start]);
            end = start + 1;
            while (end < text.Length && inWords(text[end]) == kind)
            {
                end++;
            }

            yield return (start, end, kind);
        }
    }

    private static bool IsTaggedUnit(char unit) =>
        unit is >= '\u4E00' and <= '\u9FD5' or '+' or '#' or '&' or '.' or '_' || char.IsAsciiLetterOrDigit(unit);
}
