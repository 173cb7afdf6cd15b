using System.CommandLine;
using VoiceWeb.Engine.Watermark.Bench;

namespace VoiceWeb.Cli;

/// <summary><c>bench mark</c>: what the mark survives, what can be heard of it, how fast it is, how often it errs.</summary>
internal static class MarkBenchVerb
{
    public static Command Create()
    {
        var clips = new Option<string>("--clips") { Description = "Folder with clean WAV clips; bench/mark/make_clips.py makes them.", Required = true };
        var log = new Option<string?>("--log") { Description = "File of results so far. A run with the same log takes up where the last one stopped." };
        var attacks = new Option<string?>("--attacks") { Description = "Names of attacks, with commas between them. Default: all." };
        var quick = new Option<bool>("--quick") { Description = "A quarter of the attacks: one of every kind and the hardest." };
        var half = new Option<BenchHalf>("--half") { Description = "Which clips: all, tuning (1st, 3rd, ...) or report (2nd, 4th, ...)." };
        var minutes = new Option<double?>("--minutes") { Description = "No new attack begins after so many minutes." };
        var ledger = new Option<int>("--ledger") { Description = "Other ids in the ledger.", DefaultValueFactory = _ => 100_000 };
        var sketches = new Option<int>("--sketches") { Description = "Other renderings in the index; 0 looks without sketches.", DefaultValueFactory = _ => 2_000 };
        var seed = new Option<string>("--seed") { Description = "Changes all chance in the attacks.", DefaultValueFactory = _ => "1" };
        var falseAlarms = new Option<int?>("--false-alarms") { Description = "Instead of attacks: looks for marks in so many files without one." };
        var index = new Option<int?>("--index") { Description = "Instead of attacks on marks: finds attacked clips among so many sketches." };
        var speed = new Option<bool>("--speed") { Description = "Instead of attacks: times marking, finding and the ledger." };
        return CliVerb.Create(
            "mark",
            "Measures the mark: 81 attacks, quality, detection, speed, false alarms.",
            [clips, log, attacks, quick, half, minutes, ledger, sketches, seed, falseAlarms, index, speed],
            async (parsed, output, cancellationToken) =>
            {
                var named = parsed.GetValue(attacks)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                var options = new MarkBenchOptions(parsed.GetRequiredValue(clips))
                {
                    Log = parsed.GetValue(log),
                    Attacks = named ?? (parsed.GetValue(quick) ? MarkBench.QuickAttackNames : []),
                    Half = parsed.GetValue(half),
                    Limit = parsed.GetValue(minutes) is { } limit ? TimeSpan.FromMinutes(limit) : Timeout.InfiniteTimeSpan,
                    LedgerIds = parsed.GetValue(ledger),
                    OtherSketches = parsed.GetValue(sketches),
                    Assisted = parsed.GetValue(sketches) > 0,
                    Seed = parsed.GetRequiredValue(seed),
                };
                try
                {
                    if (parsed.GetValue(falseAlarms) is { } files)
                    {
                        var alarms = await Task.Run(
                            () => new FalseAlarmBench(options.Clips, options.Log, output.Note).Run(files, options.LedgerIds, options.Limit, cancellationToken), cancellationToken);
                        output.Answer(alarms, alarms.Lines());
                        return ExitCodes.Done;
                    }

                    if (parsed.GetValue(index) is { } many)
                    {
                        var found = await Task.Run(
                            () => new SketchIndexBench(options.Clips, options.Attacks.Count > 0 ? options.Attacks : SketchIndexBench.UsualAttacks).Run(many, 8, options.Limit, cancellationToken), cancellationToken);
                        output.Answer(found, found.Lines());
                        return ExitCodes.Done;
                    }

                    if (parsed.GetValue(speed))
                    {
                        var times = await Task.Run(() => new MarkSpeedBench(options.Clips).Run(cancellationToken), cancellationToken);
                        output.Answer(times, times.Lines());
                        return ExitCodes.Done;
                    }

                    var report = await Task.Run(() => new MarkBench(options, output.Note).Run(cancellationToken), cancellationToken);
                    output.Answer(report, report.Lines());
                    return ExitCodes.Done;
                }
                catch (MarkBenchException refusal)
                {
                    throw new CliException(refusal.Message);
                }
            });
    }
}
