namespace VoiceWeb.Engine.Speakers.Bench;

/// <summary>How well changes of speaker are found under one condition.</summary>
/// <param name="Condition">What was done to the recording.</param>
/// <param name="Pairs">Recordings of two voices.</param>
/// <param name="Judged">Those with enough speech on both sides of the join for a judgement.</param>
/// <param name="Found">Those whose change was found within a second of the join.</param>
/// <param name="MeanErrorSeconds">From the join to the place, mean over the found; 0 for none.</param>
/// <param name="MostErrorSeconds">The same, at most.</param>
/// <param name="Elsewhere">Recordings of two voices in which a change was said to be where none was.</param>
/// <param name="Singles">Recordings of one voice.</param>
/// <param name="FalseAlarms">Those in which a change was said to be.</param>
public sealed record SpeakerChangesRow(
    string Condition, int Pairs, int Judged, int Found, double MeanErrorSeconds, double MostErrorSeconds, int Elsewhere, int Singles, int FalseAlarms)
{
    internal static SpeakerChangesRow Of(string condition, IReadOnlyList<ChangesBench.HeardJoin> pairs, IReadOnlyList<ChangesBench.HeardJoin> singles)
    {
        var errors = pairs.Select(pair => pair.ErrorSeconds).OfType<double>().ToList();
        return new SpeakerChangesRow(
            condition,
            pairs.Count,
            pairs.Count(pair => pair.IsJudged),
            errors.Count,
            errors.DefaultIfEmpty().Average(),
            errors.DefaultIfEmpty().Max(),
            pairs.Count(pair => pair.Elsewhere > 0),
            singles.Count,
            singles.Count(single => single.Places.Count > 0));
    }

    internal string Line() => FormattableString.Invariant(
        $"  {Condition,-12} two voices: {Found} of {Pairs} found ({Judged} judged), {MeanErrorSeconds:0.00} s from the join, at most {MostErrorSeconds:0.00}; elsewhere in {Elsewhere}; one voice: said to change in {FalseAlarms} of {Singles}");
}
