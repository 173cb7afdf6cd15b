using VoiceWeb.Engine.Text;

namespace VoiceWeb.Studio;

/// <summary>A stretch of a text in one language, as the reading panel shows it.</summary>
/// <param name="Start">Where it starts, in UTF-16 units.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Language">BCP 47 tag; empty where nothing is said.</param>
/// <param name="Runs">What is shown, in order.</param>
internal sealed record ReadingSpan(int Start, int Length, string Language, List<ReadingRun> Runs)
{
    private const int ExcerptLength = 12;

    // Instructions that are shown: of the others their effect is seen.
    private static readonly string[] Shown = ["[pause:", "[read:", "[slot:"];

    /// <summary>Its beginning, to call it by.</summary>
    public string Excerpt
    {
        get
        {
            var text = string.Concat(Runs.Select(run => run.Written));
            return text.Length > ExcerptLength ? text[..ExcerptLength] + "…" : text;
        }
    }

    /// <summary>Parts a reading where its language changes, and joins what is shown alike.</summary>
    public static IReadOnlyList<ReadingSpan> Of(TextReading reading)
    {
        var spans = new List<ReadingSpan>();
        foreach (var piece in reading.Pieces)
        {
            var written = reading.Text.Substring(piece.Start, piece.Length);
            var isWord = piece.Kind is ReadingKind.Plain or ReadingKind.Said;
            var language = isWord || spans.Count == 0 ? piece.Language : spans[^1].Language;
            if (spans.Count == 0 || language != spans[^1].Language)
            {
                spans.Add(new ReadingSpan(piece.Start, 0, language, []));
            }

            var span = spans[^1];
            if (isWord)
            {
                // Marks and instructions at the end do not belong to the words.
                span = spans[^1] = span with { Length = piece.Start + piece.Length - span.Start };
            }

            if (piece.Kind != ReadingKind.Instruction || Shown.Any(name => written.StartsWith(name, StringComparison.Ordinal)))
            {
                Append(span.Runs, new ReadingRun(piece.Kind, written, piece.Spoken, piece.Polyphone));
            }
        }

        return spans;
    }

    private static void Append(List<ReadingRun> runs, ReadingRun next)
    {
        if (runs.Count > 0 && runs[^1].IsText && next.IsText)
        {
            runs[^1] = runs[^1] with { Written = runs[^1].Written + next.Written };
        }
        else
        {
            runs.Add(next);
        }
    }
}
