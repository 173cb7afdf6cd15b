using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Watermark.Bench;

namespace VoiceWeb.Tests.Engine.Watermark.Bench;

public sealed class MarkBenchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("voiceweb-mark-bench-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Traces_what_was_hardly_touched_and_takes_up_where_it_stopped()
    {
        var options = Options() with { Attacks = ["gain_m12", "invert"], Half = BenchHalf.Tuning };

        var first = Run(options with { Limit = TimeSpan.Zero });
        Assert.Equal((0, 2), (first.Attacks.Count, first.Missing));
        var second = Run(options);
        var lines = File.ReadAllLines(options.Log!);
        var third = Run(options);

        Assert.Equal(1, second.Clips);
        Assert.All(second.Attacks, attack => Assert.Equal((1, 100.0, 100.0, 0), (attack.Files, attack.Blind, attack.Assisted, attack.Wrong)));
        Assert.Equal(lines, File.ReadAllLines(options.Log!));
        Assert.Equal(second.Attacks, third.Attacks);
        Assert.Contains(second.Lines(), line => line.Contains("| core | invert | 1 | 100 | 100 | 100 | 100 |", StringComparison.Ordinal));
    }

    [Fact]
    public void Counts_false_alarms_of_every_kind_of_file_and_goes_on_where_it_stopped()
    {
        var options = Options();
        var log = Path.Combine(_folder, "alarms.txt");
        FalseAlarmReport Run(int files) => new FalseAlarmBench(options.Clips, log, _ => { }).Run(files, 500, Timeout.InfiniteTimeSpan, TestContext.Current.CancellationToken);

        Run(2);
        var report = Run(UnmarkedFiles.Kinds.Count);

        Assert.Equal((UnmarkedFiles.Kinds.Count, 0), (report.Files, report.Marked));
        Assert.All(report.Kinds.Values, count => Assert.Equal(1, count));
        Assert.Equal(UnmarkedFiles.Kinds.Count, File.ReadAllLines(log).Length);
    }

    [Fact]
    public void Finds_clips_among_many_sketches()
    {
        var report = new SketchIndexBench(Options().Clips, ["gain_m12"]).Run(200, 2, Timeout.InfiniteTimeSpan, TestContext.Current.CancellationToken);
        Assert.Equal((200, 2, 2), (report.Sketches, report.Queries, report.First));
    }

    [Fact]
    public void Names_an_attack_or_a_folder_that_is_not_there()
    {
        Assert.Contains("There is no attack hammer", Assert.Throws<MarkBenchException>(() => Run(Options() with { Attacks = ["hammer"] })).Message, StringComparison.Ordinal);
        Assert.Contains("make_clips.py", Assert.Throws<MarkBenchException>(() => Run(new MarkBenchOptions(_folder))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_attack_has_its_own_name_and_a_goal()
    {
        Assert.Equal(81, MarkAttacks.All.Count);
        Assert.Equal(81, MarkBench.AttackNames.Distinct().Count());
        Assert.All(MarkAttacks.All, attack => Assert.InRange(attack.GoalAssisted, attack.GoalBlind, 100));
        Assert.Empty(MarkBench.QuickAttackNames.Except(MarkBench.AttackNames));
    }

    private static MarkBenchReport Run(MarkBenchOptions options) => new MarkBench(options, _ => { }).Run(TestContext.Current.CancellationToken);

    private MarkBenchOptions Options()
    {
        var clips = Directory.CreateDirectory(Path.Combine(_folder, "clips")).FullName;
        foreach (var (name, start) in new[] { ("a", 0.5), ("b", 6) })
        {
            File.WriteAllBytes(Path.Combine(clips, name + ".wav"), WavWriter.ToBytes(TestSpeech.Cut(TestSpeech.At(24_000), start, 5)));
        }

        return new MarkBenchOptions(clips) { Log = Path.Combine(_folder, "log.jsonl"), LedgerIds = 100, OtherSketches = 10 };
    }
}
