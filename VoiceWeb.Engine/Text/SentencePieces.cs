using System.Text;

namespace VoiceWeb.Engine.Text;

/// <summary>
/// Cuts a sentence where the writer asked for a pause or another style, for voices that speak each piece on its own. A language that was set
/// before a cut is set again after it.
/// </summary>
internal static class SentencePieces
{
    /// <summary>The pieces that can be spoken, in order; none where the sentence has no letter or digit.</summary>
    public static IReadOnlyList<SentencePiece> Of(Sentence sentence)
    {
        var pieces = new List<SentencePiece>();
        var (from, slot, languages, waiting) = (0, sentence.Slot, new Stack<string>(), TimeSpan.Zero);
        var opened = ""; // languages that are set where the piece begins
        foreach (var tag in Markup.Tags(sentence.Text))
        {
            var name = tag.Groups["end"].Success ? "/" + tag.Groups["end"].Value : tag.Groups["name"].Value;
            switch (name)
            {
                case "pause" when Markup.PauseOf(tag.Groups["value"].Value.Trim()) is { } pause:
                    Close(tag.Index, tag.Index + tag.Length);
                    Wait(pause);
                    break;
                case "slot":
                    Close(tag.Index, tag.Index + tag.Length);
                    slot = tag.Groups["value"].Value.Trim();
                    break;
                case "/slot":
                    Close(tag.Index, tag.Index + tag.Length);
                    slot = null;
                    break;
                case "lang":
                    languages.Push(tag.Value);
                    break;
                case "/lang" when languages.Count > 0:
                    languages.Pop();
                    break;
                default:
                    break;
            }
        }

        Close(sentence.Text.Length, sentence.Text.Length);
        return pieces;

        void Wait(TimeSpan pause)
        {
            if (pieces.Count > 0)
            {
                pieces[^1] = pieces[^1] with { PauseAfter = pieces[^1].PauseAfter + pause };
            }
            else
            {
                waiting += pause;
            }
        }

        void Close(int end, int next)
        {
            var text = opened + sentence.Text[from..end];
            if (IsSpeakable(text))
            {
                pieces.Add(new SentencePiece(sentence with { Text = text, Start = sentence.Start + from, Slot = slot }, waiting, TimeSpan.Zero));
                waiting = TimeSpan.Zero;
            }

            from = next;
            opened = languages.Aggregate(new StringBuilder(), (open, tag) => open.Insert(0, tag)).ToString();
        }
    }

    private static bool IsSpeakable(string text) =>
        Markup.Mask(text).Any(char.IsLetterOrDigit) || Markup.Tags(text).Any(tag => tag.Groups["name"].Value == "read");
}
