using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.Builtin.Bench;

/// <summary>Many minutes of text in one voice: whether level, pitch, timbre and memory at the end are those of the beginning.</summary>
internal static class DriftBench
{
    // Above it vowels hold next to nothing: one hiss in which a period is found would be all that a minute's spectrum shows there.
    private static readonly BandLimit Compared = new(0, 7_800);

    public static async Task<BuiltinBenchReport> RunAsync(int minutes, CancellationToken cancellationToken)
    {
        var model = new BuiltinVoiceModel();
        var clip = await BenchSpeaker.ReadAsync(30, cancellationToken).ConfigureAwait(false);
        var voice = (await model.FitAsync(new VoiceFitRequest(model.Name, [clip], "en"), null, cancellationToken).ConfigureAwait(false)).Voice;
        var figures = new List<BuiltinFigure>();
        var minute = new List<AudioBuffer>();
        VoiceMeasure? first = null;
        await foreach (var part in model.SpeakAsync(voice, Text(minutes), new SpeechSettings(), cancellationToken).ConfigureAwait(false))
        {
            minute.Add(part);
            if (minute.Sum(spoken => spoken.Seconds) >= 60)
            {
                first = Describe(minute, first, figures, cancellationToken);
                minute.Clear();
                if (figures[^1].Note == Name(minutes))
                {
                    break;
                }
            }
        }

        return BuiltinBenchReport.Of("builtin-drift", figures);
    }

    /// <summary>More sentences than fill so many minutes, no two alike.</summary>
    private static List<Sentence> Text(int minutes)
    {
        var prose = ReadingScripts.ProseFor(BaseVoices.English)!;
        return [.. Enumerable.Range(0, 20 * minutes).Select(i => new Sentence(
            $"Number {i + 1}: {prose[i % prose.Count]}", 0, "en"))];
    }

    private static VoiceMeasure Describe(
        List<AudioBuffer> parts, VoiceMeasure? first, List<BuiltinFigure> figures, CancellationToken cancellationToken)
    {
        var samples = new float[parts.Sum(part => part.Samples.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.Samples.CopyTo(samples, at); // a query would leave its buffers of megabytes in a pool, and look like a leak
            at += part.Samples.Length;
        }

        var audio = new AudioBuffer(samples, AnalysisGrid.SampleRate);
        var measure = VoiceMeasure.Of(audio, new SpeechAnalyzer().TrackPitch(audio, cancellationToken), cancellationToken);
        double[] levels = [.. parts.Select(part => SpeechLevel.Measure(part.Samples, part.SampleRate))];
        var note = Name(1 + figures.Count(figure => figure.Name == "level"));
        figures.Add(new BuiltinFigure("level", SpeechLevel.Measure(audio.Samples, audio.SampleRate), "dBFS", note));
        figures.Add(new BuiltinFigure("level, loudest less softest", levels.Max() - levels.Min(), "dB", note));
        figures.Add(new BuiltinFigure("pitch, median", Math.Pow(2, measure.MedianLog2), "Hz", note));
        figures.Add(new BuiltinFigure(
            "spectrum against first minute", VoiceMeasure.Distance(first ?? measure, measure, Compared), "dB", note));
        figures.Add(new BuiltinFigure("managed heap", GC.GetTotalMemory(forceFullCollection: true) / 1e6, "MB", note));
        figures.Add(new BuiltinFigure("resident memory", ProcessUse.Memory().Now, "MB", note));
        return first ?? measure;
    }

    private static string Name(int minute) => FormattableString.Invariant($"minute {minute}");
}
