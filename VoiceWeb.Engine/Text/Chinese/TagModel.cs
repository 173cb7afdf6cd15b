namespace VoiceWeb.Engine.Text.Chinese;

/// <summary>Cuts and tags runs of characters that form no dictionary words, with a hidden Markov model over place in the word and part of speech. Immutable.</summary>
/// <remarks>jieba 0.42.1, <c>jieba/posseg</c> (MIT): its tables, its search, its order among equals.</remarks>
internal sealed class TagModel
{
    private static readonly Lazy<TagModel> Shared = new(() => new TagModel(HiddenMarkovTables.Default));

    private readonly HiddenMarkovTables _tables;
    private readonly int _states;

    private TagModel(HiddenMarkovTables tables)
    {
        _tables = tables;
        _states = tables.TagNames.Length;
    }

    public static TagModel Default => Shared.Value;

    /// <summary>Adds the tagged words of a text: Chinese by the model, numbers as <c>m</c>, letters as <c>eng</c>, the rest as <c>x</c>.</summary>
    public void Tag(string text, List<TaggedWord> result)
    {
        for (int start = 0, end; start < text.Length; start = end)
        {
            var kind = KindOf(text[start]);
            end = start + 1;
            while (end < text.Length && KindOf(text[end]) == kind)
            {
                end++;
            }

            if (kind == 'h')
            {
                TagHan(text[start..end], result);
            }
            else
            {
                result.Add(new TaggedWord(text[start..end], kind switch { 'm' => "m", 'e' => "eng", _ => "x" }));
            }
        }
    }

    private static char KindOf(char unit) =>
        WordModel.IsHan(unit) ? 'h' : unit == '.' || char.IsAsciiDigit(unit) ? 'm' : char.IsAsciiLetter(unit) ? 'e' : 'x';

    private void TagHan(string text, List<TaggedWord> result)
    {
        var states = BestStates(text);
        int begin = 0, next = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var name = _tables.TagNames[states[i]];
            switch (name[0])
            {
                case 'B':
                    begin = i;
                    break;
                case 'E':
                    result.Add(new TaggedWord(text[begin..(i + 1)], name[1..]));
                    next = i + 1;
                    break;
                case 'S':
                    result.Add(new TaggedWord(text[i].ToString(), name[1..]));
                    next = i + 1;
                    break;
                default:
                    break;
            }
        }

        if (next < text.Length)
        {
            result.Add(new TaggedWord(text[next..], _tables.TagNames[states[next]][1..]));
        }
    }

    private int[] BestStates(string text)
    {
        var paths = new (int[] States, int[] From)[text.Length];
        var scores = new double[_states];
        var emission = new double[_states];
        var present = CandidateStates(text[0], null, emission);
        foreach (var state in present)
        {
            scores[state] = _tables.TagStart[state] + emission[state];
        }

        paths[0] = (present, new int[present.Length]);
        var next = new double[_states];
        for (var i = 1; i < text.Length; i++)
        {
            var before = Array.FindAll(paths[i - 1].States, state => _tables.TagTargets[state].Length > 0);
            present = CandidateStates(text[i], before, emission);
            var from = new int[present.Length];
            for (var n = 0; n < present.Length; n++)
            {
                var state = present[n];
                var best = double.NegativeInfinity;
                foreach (var earlier in before)
                {
                    var score = scores[earlier] + _tables.TagTransitions[(earlier * _states) + state] + emission[state];
                    if (score >= best)
                    {
                        (best, from[n]) = (score, earlier);
                    }
                }

                next[state] = best;
            }

            paths[i] = (present, from);
            (scores, next) = (next, scores);
        }

        return TraceBack(paths, scores);
    }

    private static int[] TraceBack((int[] States, int[] From)[] paths, double[] scores)
    {
        var at = paths[^1].States[0];
        foreach (var state in paths[^1].States)
        {
            at = scores[state] >= scores[at] ? state : at;
        }

        var path = new int[paths.Length];
        for (var i = paths.Length - 1; i >= 0; i--)
        {
            path[i] = at;
            at = i > 0 ? paths[i].From[Array.BinarySearch(paths[i].States, at)] : at;
        }

        return path;
    }

    /// <summary>The states that a character can be in, ascending, given those before it; fills in what each emits.</summary>
    private int[] CandidateStates(char unit, int[]? before, double[] emission)
    {
        Array.Fill(emission, WordModel.Never);
        _tables.TagEmissions(unit, out var states, out var emissions);
        var listed = new bool[_states];
        for (var n = 0; n < states.Length; n++)
        {
            emission[states[n] & 0x7FFF] = emissions[n];
            listed[states[n] & 0x7FFF] = states[n] < 0x8000;
        }

        if (states.IsEmpty)
        {
            Array.Fill(listed, true);
        }

        if (before is null)
        {
            return Indices(listed);
        }

        var expected = new bool[_states];
        foreach (var state in before)
        {
            foreach (var target in _tables.TagTargets[state])
            {
                expected[target] = true;
            }
        }

        var both = new bool[_states];
        for (var state = 0; state < _states; state++)
        {
            both[state] = listed[state] && expected[state];
        }

        var found = Indices(both);
        if (found.Length > 0)
        {
            return found;
        }

        found = Indices(expected);
        return found.Length > 0 ? found : [.. Enumerable.Range(0, _states)];
    }

    private static int[] Indices(bool[] flags)
    {
        var found = new List<int>();
        for (var i = 0; i < flags.Length; i++)
        {
            if (flags[i])
            {
                found.Add(i);
            }
        }

        return [.. found];
    }
}
