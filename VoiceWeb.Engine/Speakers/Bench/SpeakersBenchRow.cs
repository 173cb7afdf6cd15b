namespace VoiceWeb.Engine.Speakers.Bench;

/// <summary>How well one measure tells right from wrong under one condition.</summary>
/// <param name="Condition">What was done to the recording.</param>
/// <param name="Measure">What is compared; more speaks for right.</param>
/// <param name="Right">Pairs that belong together.</param>
/// <param name="Wrong">Pairs that do not.</param>
/// <param name="EqualErrorRate">Error where both kinds of error are alike.</param>
/// <param name="FalseReject">Share of the right that the decision turns away; null where no decision hangs on this measure.</param>
/// <param name="FalseAccept">Share of the wrong that the decision lets pass.</param>
/// <param name="LowestRight">Least value of the right.</param>
/// <param name="HighestWrong">Greatest value of the wrong.</param>
public sealed record SpeakersBenchRow(
    string Condition,
    string Measure,
    int Right,
    int Wrong,
    double EqualErrorRate,
    double? FalseReject,
    double? FalseAccept,
    double LowestRight,
    double HighestWrong)
{
    internal static SpeakersBenchRow Of(
        string condition, string measure, IReadOnlyList<double> right, IReadOnlyList<double> wrong, double? falseReject = null, double? falseAccept = null) => new(
        condition, measure, right.Count, wrong.Count, EqualError(right, wrong), falseReject, falseAccept, right.Min(), wrong.Max());

    private static double EqualError(IReadOnlyList<double> right, IReadOnlyList<double> wrong)
    {
        var least = 1.0;
        foreach (var threshold in right.Concat(wrong))
        {
            double rejected = (double)right.Count(value => value < threshold) / right.Count, accepted = (double)wrong.Count(value => value >= threshold) / wrong.Count;
            least = Math.Min(least, Math.Max(rejected, accepted));
        }

        return least;
    }
}
