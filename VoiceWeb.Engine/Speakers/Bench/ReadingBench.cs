using System.Text.RegularExpressions;

namespace VoiceWeb.Engine.Speakers.Bench;

/// <summary>
/// Every voice reads a statement, and reads it with other words. Folder: words.txt (one word a line) at the top, and per voice
/// right.txt, right.wav, wrong0.wav, wrong1.wav; in the text the challenge words stand in square brackets.
/// </summary>
internal static partial class ReadingBench
{
    private const int Decoys = 5;

    public static async Task<SpeakersBenchReport> RunAsync(string folder, int most, CancellationToken cancellationToken)
    {
        var check = new TranscriptCheck();
        var model = new Builtin.BuiltinVoiceModel();
        string[] words = File.ReadAllLines(Path.Combine(folder, "words.txt"));
        var found = RecordingConditions.Names.Where(name => name != "microphone").ToDictionary(name => name, _ => (Right: new List<ReadingVerdict>(), Wrong: new List<ReadingVerdict>()));
        foreach (var voice in SpeakersBench.Voices(folder, most).Where(voice => File.Exists(Path.Combine(voice, "right.wav"))))
        {
            var clip = new FitClip(SpeakersBench.Read(Path.Combine(voice, "clip.wav")), File.ReadAllText(Path.Combine(voice, "clip.txt")));
            var fitted = await model.FitAsync(new VoiceFitRequest(model.Name, [clip], "en"), null, cancellationToken).ConfigureAwait(false);
            var statement = Parse(File.ReadAllText(Path.Combine(voice, "right.txt")), words);
            var said = new Dictionary<string, SaidSentence>(StringComparer.Ordinal);
            foreach (var (name, lists) in found)
            {
                foreach (var file in Directory.EnumerateFiles(voice, "wrong*.wav").Append(Path.Combine(voice, "right.wav")))
                {
                    var heard = RecordingConditions.Apply(SpeakersBench.Read(file), name, (ulong)file.Length);
                    var verdict = await check.CheckAsync(heard, fitted.Voice, statement, said, cancellationToken).ConfigureAwait(false);
                    (Path.GetFileName(file) == "right.wav" ? lists.Right : lists.Wrong).Add(verdict);
                }
            }
        }

        return new SpeakersBenchReport("reading", [.. found.SelectMany(condition => Rows(condition.Key, condition.Value.Right, condition.Value.Wrong))]);
    }

    private static IEnumerable<SpeakersBenchRow> Rows(string condition, List<ReadingVerdict> right, List<ReadingVerdict> wrong)
    {
        yield return SpeakersBenchRow.Of(
            condition, "share of slots won", [.. right.Select(Share)], [.. wrong.Select(Share)]);
        yield return SpeakersBenchRow.Of(
            condition,
            "margin a slot",
            [.. right.Select(verdict => verdict.Margin / verdict.Slots.Count)],
            [.. wrong.Select(verdict => verdict.Margin / verdict.Slots.Count)],
            (double)right.Count(verdict => verdict.Decision == ReadingDecision.NotRead) / right.Count,
            (double)wrong.Count(verdict => verdict.Decision == ReadingDecision.Read) / wrong.Count);
        yield return SpeakersBenchRow.Of(condition, "cost of the text", [.. right.Select(verdict => -verdict.TextCost)], [.. wrong.Select(verdict => -verdict.TextCost)]);
        yield return SpeakersBenchRow.Of(
            condition,
            "sent to a reviewer",
            [.. right.Select(Share)],
            [.. wrong.Select(Share)],
            (double)right.Count(verdict => verdict.Decision == ReadingDecision.Review) / right.Count,
            (double)wrong.Count(verdict => verdict.Decision == ReadingDecision.Review) / wrong.Count);
    }

    private static double Share(ReadingVerdict verdict) => (double)verdict.SlotsWon / verdict.Slots.Count;

    private static ChallengeStatement Parse(string text, string[] words)
    {
        string[] right = [.. SlotPattern().Matches(text).Select(match => match.Groups[1].Value)];
        var slots = right.Select((word, slot) => new ChallengeSlot(
            word,
            [.. Enumerable.Range(1, words.Length).Select(step => words[(slot * 13 + step * 11) % words.Length]).Where(other => !right.Contains(other)).Distinct().Take(Decoys)]));
        return new ChallengeStatement(SlotPattern().Split(text).Where((_, i) => i % 2 == 0).ToList(), slots.ToList(), "en");
    }

    [GeneratedRegex(@"\[([^\]]*)\]")]
    private static partial Regex SlotPattern();
}
