using System.Globalization;

namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>What the bench found.</summary>
/// <param name="Clips">How many clips.</param>
/// <param name="Attacks">Per attack.</param>
/// <param name="Tiers">Means over attacks.</param>
/// <param name="Quality">Per clip; empty while attacks are missing.</param>
/// <param name="WrongTraces">Attacked files that led to a wrong rendering.</param>
/// <param name="Missing">Attacked files that were not looked at within the time limit.</param>
public sealed record MarkBenchReport(
    int Clips,
    IReadOnlyList<AttackResult> Attacks,
    IReadOnlyList<TierResult> Tiers,
    IReadOnlyDictionary<string, MarkQuality> Quality,
    int WrongTraces,
    int Missing)
{
    /// <summary>The report as Markdown.</summary>
    public IEnumerable<string> Lines()
    {
        static string F(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
        var quality = Quality.Values.ToArray();
        yield return F($"{Clips} clips, {Attacks.Sum(a => a.Files)} attacked files, {Missing} not yet looked at, {WrongTraces} led to a wrong rendering.");
        yield return "";
        if (quality.Length > 0)
        {
            yield return "| quality | goal | mean | worst |";
            yield return "|---|---|---|---|";
            yield return F($"| noise-to-mask ratio, dB | ≤ -12 | {quality.Average(q => q.NoiseToMaskDb):0.0} | {quality.Max(q => q.NoiseToMaskDb):0.0} |");
            yield return F($"| bands over the mask, % | < 0.5 | {quality.Average(q => q.OverMaskPercent):0.00} | {quality.Max(q => q.OverMaskPercent):0.00} |");
            yield return F($"| mark in pauses, dBFS | ≤ -70 | {quality.Average(q => q.PauseDb):0.0} | {quality.Max(q => q.PauseDb):0.0} |");
            yield return F($"| STOI | ≥ 0.99 | {quality.Average(q => q.Stoi):0.000} | {quality.Min(q => q.Stoi):0.000} |");
            yield return F($"| speech over mark, dB | | {quality.Average(q => q.SignalToMarkDb):0.0} | {quality.Min(q => q.SignalToMarkDb):0.0} |");
            yield return "";
        }

        yield return "| tier | attacks | blind | goal | assisted | goal |";
        yield return "|---|---|---|---|---|---|";
        foreach (var t in Tiers)
        {
            yield return F($"| {Name(t.Tier)} | {t.Attacks} | {t.Blind:0.0} | {t.GoalBlind:0.0} | {t.Assisted:0.0} | {t.GoalAssisted:0.0} |");
        }

        yield return "";
        yield return "| tier | attack | files | blind | goal | assisted | goal | |";
        yield return "|---|---|---|---|---|---|---|---|";
        foreach (var a in Attacks)
        {
            var far = a.GoalBlind - a.Blind > 10 || a.GoalAssisted - a.Assisted > 10 ? "over 10 below" : "";
            yield return F($"| {Name(a.Tier)} | {a.Name} | {a.Files} | {a.Blind:0} | {a.GoalBlind} | {a.Assisted:0} | {a.GoalAssisted} | {far} |");
        }
    }

    private static string Name(AttackTier tier) => tier switch
    {
        AttackTier.Core => "core",
        AttackTier.Hard => "hard",
        AttackTier.Combo => "combo",
        _ => "extreme",
    };
}
