using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.Builtin.Bench;

/// <summary>How long a voice takes to learn and to speak, and what memory it needs.</summary>
internal static class SpeedBench
{
    private const double ShortSeconds = 30;
    private const double LongSeconds = 60;

    // Sentences of two to four seconds, not in the script that the voice is learned from.
    private static readonly string[] Texts =
    [
        "The birds left the tree when the first shot was heard.",
        "Bring your best coat because the wind is cold tonight.",
        "He drank a cup of tea and read the paper by the fire.",
        "A thin layer of ice covered the lake this morning.",
        "We need four nails and a board to mend the gate.",
        "The doctor told him to rest and drink more water.",
    ];

    public static async Task<BuiltinBenchReport> RunAsync(int sentences, CancellationToken cancellationToken)
    {
        var figures = new List<BuiltinFigure>();
        var model = new BuiltinVoiceModel();
        var clip = await BenchSpeaker.ReadAsync(LongSeconds, cancellationToken).ConfigureAwait(false);
        figures.Add(new BuiltinFigure("memory before", ProcessUse.Memory().Peak, "MB peak", "program and clip loaded"));
        await FitAsync(model, clip, figures, cancellationToken).ConfigureAwait(false);
        clip = await BenchSpeaker.ReadAsync(ShortSeconds, cancellationToken).ConfigureAwait(false);
        var voice = await FitAsync(model, clip, figures, cancellationToken).ConfigureAwait(false);
        await SpeakAsync(model, voice, sentences, figures, cancellationToken).ConfigureAwait(false);
        figures.Add(new BuiltinFigure("memory of it all", ProcessUse.Memory().Peak, "MB peak", "both voices learned, all spoken"));
        return BuiltinBenchReport.Of("builtin", figures);
    }

    private static async Task<VoiceReference> FitAsync(
        BuiltinVoiceModel model, FitClip clip, List<BuiltinFigure> figures, CancellationToken cancellationToken)
    {
        var start = ProcessUse.Now();
        var fitted = await model.FitAsync(new VoiceFitRequest(model.Name, [clip], "en"), null, cancellationToken).ConfigureAwait(false);
        var used = ProcessUse.Since(start);
        var note = FormattableString.Invariant(
            $"clip of {clip.Audio.Seconds:0} s, transcript {(fitted.Report.UsedTranscript ? "used" : "refused")}, profile of {fitted.Voice.Profile.Length / 1e6:0.0} MB");
        figures.Add(new BuiltinFigure("fit", used.CpuSeconds, "cpu s", note));
        figures.Add(new BuiltinFigure("fit", used.WallSeconds, "s", note));
        figures.Add(new BuiltinFigure("memory of the fit", ProcessUse.Memory().Peak, "MB peak", note));
        return fitted.Voice;
    }

    private static async Task SpeakAsync(
        BuiltinVoiceModel model, VoiceReference voice, int count, List<BuiltinFigure> figures, CancellationToken cancellationToken)
    {
        var uses = new List<ProcessUse>();
        double seconds = 0;
        for (var i = 0; i < count; i++)
        {
            var start = ProcessUse.Now();
            var sentence = new Sentence(Texts[i % Texts.Length], 0, "en");
            await foreach (var part in model.SpeakAsync(voice, [sentence], new SpeechSettings { Seed = i }, cancellationToken).ConfigureAwait(false))
            {
                seconds += part.Seconds;
            }

            uses.Add(ProcessUse.Since(start));
        }

        var note = FormattableString.Invariant($"{count} sentences, {seconds / count:0.0} s each, one request each");
        double cpu = uses.Sum(use => use.CpuSeconds), wall = uses.Sum(use => use.WallSeconds);
        figures.Add(new BuiltinFigure("speech", seconds / cpu, "x real time", $"by processor time; {note}"));
        figures.Add(new BuiltinFigure("speech", seconds / wall, "x real time", $"by the clock; {note}"));
        figures.Add(new BuiltinFigure("first audio, median", 1000 * Percentiles.Median(uses.Select(use => use.WallSeconds)), "ms", note));
        figures.Add(new BuiltinFigure("first audio, least", 1000 * uses.Min(use => use.WallSeconds), "ms", note));
        figures.Add(new BuiltinFigure("first audio, most", 1000 * uses.Max(use => use.WallSeconds), "ms", note));
        figures.Add(new BuiltinFigure("first audio, median", 1000 * Percentiles.Median(uses.Select(use => use.CpuSeconds)), "cpu ms", note));
    }
}
