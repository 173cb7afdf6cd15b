
namespace VoiceWeb.Engine.Text.Chinese;

/// <summary>
/// Finds words that no dictionary has, with a hidden Markov model over four places in a word: begin, end, middle, single. Immutable.
/// </summary>
/// <remarks>jieba 0.42.1, <c>jieba/finalseg</c> (MIT): its tables, its transitions, its order among equals.</remarks>
internal sealed class WordModel
{
    /// <summary>Stands for a probability of nothing; absorbs what is added to it.</summary>
    internal const double Never = -3.14e100;

    private const int Begin = 0;
    private const int End = 1;
    private const int Middle = 2;
    private const int Single = 3;

    private static readonly Lazy<WordModel> Shared = new(() => new WordModel(HiddenMarkovTables.Default));

    private static readonly int[][] Before = [[End, Single], [Begin, Middle], [Begin, Middle], [End, Single]];

    private readonly HiddenMarkovTables _tables;

    private WordModel(HiddenMarkovTables tables) => _tables = tables;

    public static WordModel Default => Shared.Value;

    /// <summary>Adds the words of a text; what is not Chinese stays whole.</summary>
    public void Cut(string text, List<string> result)
    {
        for (int start = 0, end; start < text.Length; start = end)
        {
            var isHan = IsHan(text[start]);
            end = start + 1;
            while (end < text.Length && IsHan(text[end]) == isHan)
            {
                end++;
            }

            if (isHan)
            {
                CutHan(text[start..end], result);
            }
            else
            {
                result.Add(text[start..end]);
            }
        }
    }

    internal static bool IsHan(char unit) => unit is >= '\u4E00' and <= '\u9FD5';

    private void CutHan(string text, List<string> result)
    {
        var states = BestStates(text);
        int begin = 0, next = 0;
        for (var i = 0; i < text.Length; i++)
        {
            switch (states[i])
            {
                case Begin:
                    begin = i;
                    break;
                case End:
                    result.Add(text[begin..(i + 1)]);
                    next = i + 1;
                    break;
                case Single:
                    result.Add(text[i].ToString());
                    next = i + 1;
                    break;
                default:
                    break;
            }
        }

        if (next < text.Length)
        {
            result.Add(text[next..]);
        }
    }

    private int[] BestStates(string text)
    {
        var scores = new double[4];
        var back = new byte[text.Length, 4];
        var emission = _tables.WordEmissions(text[0]);
        for (var state = 0; state < 4; state++)
        {
            scores[state] = _tables.WordStart[state] + emission[state];
        }

        var next = new double[4];
        for (var i = 1; i < text.Length; i++)
        {
            emission = _tables.WordEmissions(text[i]);
            for (var state = 0; state < 4; state++)
            {
                var best = double.NegativeInfinity;
                foreach (var from in Before[state])
                {
                    // The greater state wins among equals, so the last one does.
                    var score = scores[from] + _tables.WordTransitions[(from * 4) + state] + emission[state];
                    if (score >= best)
                    {
                        (best, back[i, state]) = (score, (byte)from);
                    }
                }

                next[state] = best;
            }

            (scores, next) = (next, scores);
        }

        var path = new int[text.Length];
        var at = scores[Single] >= scores[End] ? Single : End;
        for (var i = text.Length - 1; i >= 0; i--)
        {
            path[i] = at;
            at = back[i, at];
        }

        return path;
    }
}
