using System.Diagnostics;
using System.Text.Json;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>
/// Marks clips, measures what can be heard of the mark, does to them what happens to files, and looks for the marks: with the
/// ledger alone, and where that fails with the sketches of many renderings. One core; can be stopped and taken up again.
/// </summary>
/// <param name="options">What to do.</param>
/// <param name="note">Told about progress.</param>
public sealed class MarkBench(MarkBenchOptions options, Action<string> note)
{
    // The figures of a bench must not depend on a key drawn by chance.
    internal static readonly WatermarkKey Key = WatermarkKey.Parse("vw1:0be4c400:" + string.Concat(Enumerable.Repeat("5eed", 16)));
    private readonly Watermarker _marker = new(Key);
    private readonly WatermarkDetector _detector = new([Key]);

    /// <summary>Names of all attacks.</summary>
    public static IReadOnlyList<string> AttackNames { get; } = [.. MarkAttacks.All.Select(attack => attack.Name)];

    /// <summary>Names of a selection that takes a quarter of the time.</summary>
    public static IReadOnlyList<string> QuickAttackNames => MarkAttacks.Quick;

    /// <summary>Runs the bench.</summary>
    /// <exception cref="MarkBenchException">The folder, a name or a program is missing.</exception>
    public MarkBenchReport Run(CancellationToken cancellationToken)
    {
        var unknown = options.Attacks.FirstOrDefault(name => !AttackNames.Contains(name));
        if (unknown is not null)
        {
            throw new MarkBenchException($"There is no attack {unknown}. There are: {string.Join(", ", AttackNames)}.");
        }

        var started = Stopwatch.StartNew();
        var sources = BenchClip.ReadFolder(options.Clips);
        var half = sources.Where((_, i) => options.Half == BenchHalf.All || (i % 2 == 0) == (options.Half == BenchHalf.Tuning));
        var clips = half.Select(source => BenchClip.Mark(source.Name, source.Audio, _marker)).ToArray();
        note($"{clips.Length} clips marked in {started.Elapsed.TotalSeconds:0} s.");

        var ledger = new BenchLedger(clips.Select(clip => clip.Id), options.LedgerIds, 17);
        var index = options.Assisted ? Index(clips, ledger) : null;
        var attacks = MarkAttacks.All.Where(attack => options.Attacks.Count == 0 || options.Attacks.Contains(attack.Name)).ToArray();
        var done = ReadLog();
        var outcomes = new List<AttackOutcome>();
        var missing = 0;

        // Clip by clip, so that a run cut short covers every attack.
        foreach (var clip in clips)
        {
            foreach (var attack in attacks)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (done.TryGetValue((clip.Name, attack.Name, clip.Print), out var known))
                {
                    outcomes.Add(known);
                }
                else if (options.Limit != Timeout.InfiniteTimeSpan && started.Elapsed > options.Limit)
                {
                    missing++;
                }
                else
                {
                    outcomes.Add(Try(clip, attack, sources, ledger, index, cancellationToken));
                    Append(outcomes[^1]);
                }
            }

            note($"{clip.Name}: {outcomes.Count(o => o.Clip == clip.Name && o.Blind)} of {outcomes.Count(o => o.Clip == clip.Name)} traced, {started.Elapsed.TotalSeconds:0} s.");
        }

        // Last, so that a run cut short spends its time on attacks.
        var quality = missing > 0 ? [] : clips.ToDictionary(clip => clip.Name, clip => QualityMeter.Measure(clip.Clean, clip.Marked));
        return Report(clips.Length, attacks, outcomes, quality, missing);
    }

    private static MarkBenchReport Report(
        int clips, MarkAttack[] attacks, List<AttackOutcome> outcomes, Dictionary<string, MarkQuality> quality, int missing)
    {
        static double Percent(IEnumerable<bool> hits) => 100 * hits.Average(hit => hit ? 1.0 : 0);
        var results = new List<AttackResult>();
        foreach (var attack in attacks)
        {
            var own = outcomes.Where(outcome => outcome.Attack == attack.Name).ToArray();
            if (own.Length > 0)
            {
                results.Add(new AttackResult(
                    attack.Name, attack.Tier, own.Length, Percent(own.Select(o => o.Blind)), attack.GoalBlind,
                    Percent(own.Select(o => o.Assisted)), attack.GoalAssisted, own.Count(o => o.Wrong)));
            }
        }

        var tiers = results.GroupBy(result => result.Tier).Select(tier => new TierResult(
            tier.Key, tier.Count(), tier.Average(a => a.Blind), tier.Average(a => a.GoalBlind), tier.Average(a => a.Assisted), tier.Average(a => a.GoalAssisted)));
        return new MarkBenchReport(clips, results, [.. tiers], quality, outcomes.Count(o => o.Wrong), missing);
    }

    private static bool Finds(WatermarkDetection found, BenchClip clip) => found.Matches.Any(match => IsSure(match) && match.Id == clip.Id);

    private static bool IsSure(WatermarkMatch match) => match.FalsePositiveProbability < WatermarkDetector.MarkedBelow;

    private SketchIndex Index(BenchClip[] clips, BenchLedger ledger)
    {
        var index = new SketchIndex();
        BenchSketches.Add(index, [.. clips.Select(clip => clip.Sketch)], ledger.Ids.Skip(clips.Length).Take(options.OtherSketches), 18);
        foreach (var clip in clips)
        {
            index.Add(clip.Id, clip.Sketch);
        }

        return index;
    }

    private AttackOutcome Try(
        BenchClip clip,
        MarkAttack attack,
        IReadOnlyList<(string Name, AudioBuffer Audio)> sources,
        BenchLedger ledger,
        SketchIndex? index,
        CancellationToken cancellationToken)
    {
        AudioBuffer damaged;
        using (var programs = new AttackPrograms())
        {
            var others = sources.Where(source => source.Name != clip.Name).Select(source => source.Audio).ToArray();
            var context = new AttackContext($"{options.Seed}/{clip.Name}/{attack.Name}", others, programs, cancellationToken);
            damaged = Samples.Quantise(attack.Damage(clip.Marked, context));
        }

        var time = Stopwatch.StartNew();
        var found = _detector.Detect(damaged, ledger, index, cancellationToken);
        var seconds = time.Elapsed.TotalSeconds;
        var assisted = Finds(found, clip);

        // The search with sketches tries everything that the one without does: only what sketches found has to be asked again.
        var blind = found.Matches.Count > 0 && found.Matches[0].Assisted ? _detector.Detect(damaged, ledger, cancellationToken) : found;
        var wrong = found.Matches.Concat(blind.Matches).Any(match => IsSure(match) && match.Id != clip.Id);
        var best = found.Matches.Count > 0 ? found.Matches[0] : null;
        return new AttackOutcome(
            clip.Name, attack.Name, options.Seed, clip.Print, Finds(blind, clip), assisted, wrong, best?.Score ?? 0, found.FalsePositiveProbability,
            damaged.Seconds, seconds);
    }

    private Dictionary<(string Clip, string Attack, string Print), AttackOutcome> ReadLog()
    {
        var outcomes = new Dictionary<(string, string, string), AttackOutcome>();
        if (options.Log is not null && File.Exists(options.Log))
        {
            foreach (var outcome in File.ReadLines(options.Log).Select(line => JsonSerializer.Deserialize<AttackOutcome>(line)!))
            {
                if (outcome.Seed == options.Seed)
                {
                    outcomes[(outcome.Clip, outcome.Attack, outcome.Print)] = outcome;
                }
            }
        }

        return outcomes;
    }

    private void Append(AttackOutcome outcome)
    {
        if (options.Log is not null)
        {
            File.AppendAllText(options.Log, JsonSerializer.Serialize(outcome) + "\n");
        }
    }
}
