namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// How many times over a bound must hold in a stage of the search, so that all stages and all ways of reading together stay within one
/// allowance for false alarms: an eighth of it for code bits read alone and one for readings with sketches, half for straight courses
/// in files of unchanged tempo and pitch, and the rest for the others, less a few hundredths for ids that the ledger does not know.
/// </summary>
/// <param name="Straight">For ids judged along straight courses.</param>
/// <param name="Followed">For ids followed through the file.</param>
internal readonly record struct StageAllowance(double Straight, double Followed)
{
    // Tempos and pitches of the other stages and all steps around; there are fewer.
    private const double Places = 512;

    /// <summary>Unchanged tempo and pitch: one half and one eighteenth.</summary>
    public static StageAllowance First { get; } = new(2, 18);

    /// <summary>All the others: one ninth and one eighteenth.</summary>
    public static StageAllowance Others { get; } = new(9 * Places, 18 * Places);
}
