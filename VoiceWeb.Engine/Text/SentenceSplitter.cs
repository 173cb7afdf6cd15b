namespace VoiceWeb.Engine.Text;

/// <summary>
/// Cuts a text at the ends of its sentences and lines, and what is still too long where a reader would pause. One pass, linear in
/// the length.
/// </summary>
internal sealed class SentenceSplitter(LongSentenceCutter cutter)
{
    public IReadOnlyList<Sentence> Split(string text, LanguageDetector detector)
    {
        var pieces = new List<(int Start, int End)>();
        var start = 0;
        var i = 0;
        while (i < text.Length)
        {
            var end = EndAt(text, i, out var next);
            if (end)
            {
                cutter.Cut(text, start, next, pieces);
                start = next;
            }

            i = next;
        }

        cutter.Cut(text, start, text.Length, pieces);
        return Label(text, pieces, detector);
    }

    /// <summary>Looks at one character or run of stops; <paramref name="next"/> is where to go on.</summary>
    private static bool EndAt(string text, int index, out int next)
    {
        var mark = text[index];
        next = index + 1;
        if (mark is '\n' or '\r' or '\u2028' or '\u2029')
        {
            return !ContinuesOnNextLine(text, index, ref next);
        }

        var isFull = SentenceEnds.IsFullStop(mark);
        if (!isFull && !SentenceEnds.IsStop(mark))
        {
            return false;
        }

        if (mark == '．' && index > 0 && next < text.Length && char.IsDigit(text[index - 1]) && char.IsDigit(text[next]))
        {
            return false;
        }

        while (next < text.Length && (SentenceEnds.IsFullStop(text[next]) || SentenceEnds.IsStop(text[next])))
        {
            isFull |= SentenceEnds.IsFullStop(text[next]);
            next++;
        }

        var marksEnd = next;
        while (next < text.Length && SentenceEnds.IsCloser(text[next]))
        {
            next++;
        }

        if (isFull || SentenceEnds.Ends(text, index, next))
        {
            return true;
        }

        next = marksEnd;
        return false;
    }

    /// <summary>A line that is only wrapped goes on in lower case; every other line end ends the sentence.</summary>
    private static bool ContinuesOnNextLine(string text, int index, ref int next)
    {
        var lines = 0;
        for (var i = index; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 >= text.Length || text[i + 1] != '\n')))
            {
                lines++;
            }
            else if (!char.IsWhiteSpace(text[i]))
            {
                break;
            }

            next = i + 1;
        }

        return lines == 1 && next < text.Length && char.IsLower(text[next]) && index > 0
            && (char.IsLetterOrDigit(text[index - 1]) || text[index - 1] is ',' or '-' or ';' or ' ');
    }

    private static List<Sentence> Label(string text, List<(int Start, int End)> pieces, LanguageDetector detector)
    {
        var sentences = new List<Sentence>(pieces.Count);
        string? before = null;
        foreach (var (start, end) in pieces)
        {
            var (from, to) = Trim(text, start, end);
            if (!HasSpeech(text, from, to))
            {
                continue;
            }

            var language = detector.Detect(text.AsSpan(from, to - from));
            before = language ?? before;
            sentences.Add(new Sentence(text[from..to], from, before ?? string.Empty));
        }

        return FillLeading(sentences, detector.Default);
    }

    /// <summary>Numbers before the first word take the language of that word.</summary>
    private static List<Sentence> FillLeading(List<Sentence> sentences, string otherwise)
    {
        var first = sentences.FindIndex(sentence => sentence.Language.Length > 0);
        var language = first < 0 ? otherwise : sentences[first].Language;
        for (var i = 0; i < (first < 0 ? sentences.Count : first); i++)
        {
            sentences[i] = sentences[i] with { Language = language };
        }

        return sentences;
    }

    private static (int From, int To) Trim(string text, int from, int to)
    {
        while (from < to && char.IsWhiteSpace(text[from]))
        {
            from++;
        }

        while (to > from && char.IsWhiteSpace(text[to - 1]))
        {
            to--;
        }

        return (from, to);
    }

    private static bool HasSpeech(string text, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (Scripts.IsSpeakable(Scripts.CodePointAt(text, i)))
            {
                return true;
            }
        }

        return false;
    }
}
