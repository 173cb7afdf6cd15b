namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// Guesses which part of a recording's transcript is said in a stretch of it: the clauses whose share of the letters lies where the stretch's share of
/// the speech does. A guess, for somebody to read and mend; nothing is learned from it unseen.
/// </summary>
public static class ReferenceTranscript
{
    private const string Ends = ".,;:!?…。，、；：！？";

    /// <summary>The clauses that lie nearest to the stretch, as they are written; empty where there is nothing to choose from.</summary>
    /// <param name="transcript">What is said in the whole recording.</param>
    /// <param name="window">The stretch.</param>
    public static string Suggest(string transcript, ReferenceWindow window)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        ArgumentNullException.ThrowIfNull(window);
        var clauses = Clauses(transcript);
        double total = clauses.Sum(clause => clause.Weight);
        if (total == 0)
        {
            return "";
        }

        var (from, to, before) = (0, clauses.Count, 0.0);
        var (nearestStart, nearestEnd) = (double.MaxValue, double.MaxValue);
        for (var i = 0; i <= clauses.Count; i++)
        {
            var share = before / total;
            if (i < clauses.Count && Math.Abs(share - window.SpeechBefore) < nearestStart)
            {
                (from, nearestStart) = (i, Math.Abs(share - window.SpeechBefore));
            }

            if (Math.Abs(share - window.SpeechUntilEnd) < nearestEnd)
            {
                (to, nearestEnd) = (i, Math.Abs(share - window.SpeechUntilEnd));
            }

            before += i < clauses.Count ? clauses[i].Weight : 0;
        }

        return to <= from ? "" : transcript[clauses[from].Start..clauses[to - 1].End].Trim();
    }

    /// <summary>Stretches between marks, each with the mark behind it. A Chinese character takes about as long as three Latin letters.</summary>
    private static List<(int Start, int End, double Weight)> Clauses(string text)
    {
        const double HanWeight = 3;
        var clauses = new List<(int Start, int End, double Weight)>();
        var (start, weight) = (0, 0.0);
        for (var i = 0; i < text.Length; i++)
        {
            weight += char.IsLetterOrDigit(text[i]) ? text[i] >= '\u2E80' ? HanWeight : 1 : 0;
            var ends = Ends.Contains(text[i], StringComparison.Ordinal) && (i + 1 == text.Length || !char.IsLetterOrDigit(text[i + 1]) || text[i] >= '\u2E80');
            if (weight > 0 && (ends || i + 1 == text.Length))
            {
                clauses.Add((start, i + 1, weight));
                (start, weight) = (i + 1, 0);
            }
        }

        return clauses;
    }
}
