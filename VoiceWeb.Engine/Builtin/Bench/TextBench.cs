using System.Globalization;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.Builtin.Bench;

/// <summary>Texts of every kind: each must be spoken or refused in words, in time, and leave no process behind.</summary>
internal static class TextBench
{
    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(120);

    public static async Task<BuiltinBenchReport> RunAsync(int texts, int seed, int skip, CancellationToken cancellationToken)
    {
        var model = new BuiltinVoiceModel();
        var clip = await BenchSpeaker.ReadAsync(12, cancellationToken).ConfigureAwait(false);
        var voice = (await model.FitAsync(new VoiceFitRequest(model.Name, [clip], "en"), null, cancellationToken).ConfigureAwait(false)).Voice;
        var source = new RandomTexts(seed);
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        double longest = 0, spoken = 0;
        for (var number = skip; number < skip + texts; number++)
        {
            var start = ProcessUse.Now();
            var (outcome, seconds) = await SpeakAsync(model, voice, source.Make(number), cancellationToken).ConfigureAwait(false);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            longest = Math.Max(longest, ProcessUse.Since(start).WallSeconds);
            spoken += seconds;
        }

        var note = FormattableString.Invariant($"seed {seed}, texts {skip + 1} to {skip + texts}");
        return BuiltinBenchReport.Of(
            "builtin-texts",
            [
                .. outcomes.Select(outcome => new BuiltinFigure(outcome.Key, outcome.Value, "texts", note)),
                new BuiltinFigure("speech in all", spoken, "s", note),
                new BuiltinFigure("longest wait for a text", longest, "s", note),
                new BuiltinFigure("processes left behind", ChildProcesses(), "processes", note),
                new BuiltinFigure("memory", ProcessUse.Memory().Peak, "MB peak", note),
            ]);
    }

    private static async Task<(string Outcome, double Seconds)> SpeakAsync(
        BuiltinVoiceModel model, VoiceReference voice, string text, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(LeastPatience + TimeSpan.FromSeconds(text.Length / 10.0));
        double seconds = 0;
        try
        {
            var sentences = new TextFrontEnd().Split(text, "auto");
            await foreach (var part in model.SpeakAsync(voice, sentences, new SpeechSettings(), patience.Token).ConfigureAwait(false))
            {
                seconds += part.Seconds;
            }

            return (sentences.Count > 0 ? "spoken" : "refused: nothing to say", seconds);
        }
        catch (UnspeakableTextException refusal)
        {
            return ($"refused: {refusal.Reason}", seconds);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ("HUNG", seconds);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return ($"FAILED: {fault.GetType().Name}", seconds);
        }
    }

    /// <summary>Children of this process that still run; 0 where the system does not tell.</summary>
    private static int ChildProcesses()
    {
        if (!Directory.Exists("/proc/self"))
        {
            return 0;
        }

        var own = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return Directory.EnumerateDirectories("/proc").Count(folder =>
        {
            try
            {
                // "pid (name) state parent ...": the name may hold blanks and brackets.
                var status = File.ReadAllText(Path.Combine(folder, "stat"));
                return status[(status.LastIndexOf(')') + 2)..].Split(' ')[1] == own;
            }
            catch (IOException)
            {
                return false; // no process, or one that ended while we read
            }
            catch (UnauthorizedAccessException)
            {
                return false;
            }
        });
    }
}
