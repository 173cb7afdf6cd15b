using System.Diagnostics;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Builtin.Bench;

/// <summary>
/// Takes a voice's own sentences apart and puts them together again, without any mapping: what analysis and synthesis alone lose.
/// Writes copy00.wav and so on beside test00.wav, for bench/builtin/measure.py; they say what the recordings say, and carry no mark.
/// </summary>
internal static class CopyBench
{
    // Test voices end at 8 kHz.
    private static readonly BandLimit Compared = new(0, 7_800);

    public static BuiltinBenchReport Run(string folder, int sentences, CancellationToken cancellationToken)
    {
        var analyzer = new SpeechAnalyzer();
        var synthesis = new VocoderSynthesis();
        var own = new List<float>();
        var copied = new List<float>();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < sentences; i++)
        {
            var recording = WavReader.Read(File.ReadAllBytes(Path.Combine(folder, FormattableString.Invariant($"test{i:00}.wav"))));
            var levelled = SpeechAnalyzer.Level(recording, AnalysisGrid.SampleRate);
            var samples = Copy(analyzer, synthesis, levelled, cancellationToken);
            File.WriteAllBytes(
                Path.Combine(folder, FormattableString.Invariant($"copy{i:00}.wav")),
                WavWriter.ToBytes(new AudioBuffer(samples, AnalysisGrid.SampleRate)));
            own.AddRange(levelled.Samples);
            copied.AddRange(samples);
        }

        var seconds = clock.Elapsed.TotalSeconds;
        var before = Describe(analyzer, own, cancellationToken);
        var after = Describe(analyzer, copied, cancellationToken);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        return BuiltinBenchReport.Of(
            "builtin-copy",
            [
                new BuiltinFigure("spectrum against the recordings", VoiceMeasure.Distance(before, after, Compared), "dB", name),
                new BuiltinFigure("pitch against the recordings", 1_200 * (after.MedianLog2 - before.MedianLog2), "cents", name),
                new BuiltinFigure("analysis and synthesis", own.Count / (double)AnalysisGrid.SampleRate / seconds, "x real time", name),
            ]);
    }

    private static float[] Copy(
        SpeechAnalyzer analyzer, VocoderSynthesis synthesis, AudioBuffer levelled, CancellationToken cancellationToken)
    {
        var frames = analyzer.AnalyzeLevelled(levelled, withAperiodicity: true, cancellationToken);
        var track = new ParameterTrack(
            frames.PitchHz,
            frames.LogMel,
            ParameterTrack.ToNoiseShare(frames.AperiodicityDb!, frames.PitchHz),
            AnalysisGrid.FrameSamples,
            Jitter: 0);
        return synthesis.Render(track, seed: 1, cancellationToken);
    }

    private static VoiceMeasure Describe(SpeechAnalyzer analyzer, List<float> samples, CancellationToken cancellationToken) =>
        analyzer.Measure(new AudioBuffer([.. samples], AnalysisGrid.SampleRate), cancellationToken);
}
