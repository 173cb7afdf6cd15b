namespace VoiceWeb.Engine.Speakers.Bench;

/// <summary>What a calibration found.</summary>
/// <param name="Bench">Which one.</param>
/// <param name="Rows">One row a condition and measure.</param>
public sealed record SpeakersBenchReport(string Bench, IReadOnlyList<SpeakersBenchRow> Rows)
{
    /// <summary>One row a condition, of the bench of changes of speaker.</summary>
    public IReadOnlyList<SpeakerChangesRow> Changes { get; init; } = [];

    /// <summary>A table for people.</summary>
    public IEnumerable<string> Lines() =>
        [$"{Bench}:", .. Rows.Select(row => FormattableString.Invariant(
            $"  {row.Condition,-12} {row.Measure,-22} EER {row.EqualErrorRate,6:0.0%}  false reject {row.FalseReject,6:0.0%}  false accept {row.FalseAccept,6:0.0%}  right {row.LowestRight,8:0.000} and more, wrong {row.HighestWrong,8:0.000} and less  ({row.Right} right, {row.Wrong} wrong)")), .. Changes.Select(row => row.Line())];
}
