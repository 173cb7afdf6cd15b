namespace VoiceWeb.Engine.Text;

/// <summary>Gives sentences that were cut from a masked text their instructions back, and the language and slot that these set.</summary>
internal static class SentenceMarkup
{
    public static IReadOnlyList<Sentence> Restore(string text, IReadOnlyList<Sentence> sentences)
    {
        using var tags = Markup.Tags(text).GetEnumerator();
        var hasTag = tags.MoveNext();
        if (!hasTag || sentences.Count == 0)
        {
            return sentences;
        }

        var result = new List<Sentence>(sentences.Count);
        var languages = new Stack<string?>();
        string? language = null, slot = null;
        for (var i = 0; i < sentences.Count; i++)
        {
            // A sentence reaches to the next one, so that an instruction between two is not lost.
            var start = result.Count == 0 ? 0 : result[^1].Start + result[^1].Text.Length;
            var (from, to) = (sentences[i].Start, sentences[i].Start + sentences[i].Text.Length);
            var end = i + 1 < sentences.Count ? sentences[i + 1].Start : text.Length;
            var atStart = (language, slot);
            var lead = from;
            while (hasTag && tags.Current.Index < end)
            {
                var tag = tags.Current;
                var isEnd = tag.Groups["end"].Success;
                var isBetween = tag.Index >= to && !isEnd && tag.Groups["name"].Value is "lang" or "slot" && i + 1 < sentences.Count;
                if (isBetween)
                {
                    break;
                }

                if (tag.Index < from)
                {
                    from = Math.Max(Math.Min(from, tag.Index), start);
                }

                to = Math.Max(to, tag.Index + tag.Length);
                Follow(tag.Groups, isEnd, languages, ref language, ref slot);
                if (tag.Index <= lead)
                {
                    (atStart, lead) = ((language, slot), tag.Index + tag.Length);
                }

                hasTag = tags.MoveNext();
            }

            result.Add(new Sentence(text[from..to], from, atStart.language ?? sentences[i].Language) { Slot = atStart.slot });
        }

        return result;
    }

    private static void Follow(
        System.Text.RegularExpressions.GroupCollection groups, bool isEnd, Stack<string?> languages, ref string? language, ref string? slot)
    {
        switch (isEnd ? "/" + groups["end"].Value : groups["name"].Value)
        {
            case "lang" when LanguageDetector.IsTag(groups["value"].Value.Trim()):
                languages.Push(language);
                language = groups["value"].Value.Trim();
                break;
            case "/lang":
                language = languages.Count > 0 ? languages.Pop() : null;
                break;
            case "slot":
                slot = groups["value"].Value.Trim();
                break;
            case "/slot":
                slot = null;
                break;
            default:
                break;
        }
    }
}
