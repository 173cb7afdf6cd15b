using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Speakers.Bench;

/// <summary>
/// How often a change of speaker is found, how near its place, and how often one is said to be where there is none: takes of two voices joined, each voice
/// before and after each other, and two takes of one voice joined in the same way. The joined recording stands under every condition as a whole.
/// </summary>
internal static class ChangesBench
{
    /// <summary>The longest way from a join to a place that still counts as found, in seconds.</summary>
    internal const double NearSeconds = 1;

    private const double PauseSeconds = 1.0 / 3;
    private const int SinglesOfVoice = 5;

    public static SpeakersBenchReport Run(string folder, int most, CancellationToken cancellationToken)
    {
        var takes = SpeakersBench.Voices(folder, most).Select(voice => SpeakersBench.Takes(voice).Take(SinglesOfVoice + 1).ToList()).ToList();
        var pairs = (
            from first in Enumerable.Range(0, takes.Count)
            from second in Enumerable.Range(0, takes.Count)
            where first != second
            select (First: takes[first][0], Second: takes[second][1])).ToList();
        var singles = takes.SelectMany(voice => voice.Zip(voice.Skip(1))).ToList();
        var rows = new List<SpeakerChangesRow>();
        foreach (var condition in RecordingConditions.Names)
        {
            var joined = pairs.Select((pair, i) => Listen(pair.First, pair.Second, condition, (ulong)(i + 1), cancellationToken)).ToList();
            var alone = singles.Select((pair, i) => Listen(pair.First, pair.Second, condition, (ulong)(i + 1), cancellationToken)).ToList();
            rows.Add(SpeakerChangesRow.Of(condition, joined, alone));
        }

        return new SpeakersBenchReport("changes", []) { Changes = rows };
    }

    private static HeardJoin Listen(AudioBuffer first, AudioBuffer second, string condition, ulong seed, CancellationToken cancellationToken)
    {
        var rate = first.SampleRate;
        var audio = new AudioBuffer([.. first.Samples, .. new float[(int)(PauseSeconds * rate)], .. second.Samples], rate);
        var changes = SpeakerChanges.Find(RecordingConditions.Apply(audio, condition, seed), cancellationToken);
        return new HeardJoin(first.Seconds + PauseSeconds / 2, changes.Judged, changes.Places);
    }

    /// <summary>What was found in one joined recording.</summary>
    /// <param name="JoinSeconds">Middle of the pause between the takes.</param>
    /// <param name="Judged">First and last place that could be judged; null for none.</param>
    /// <param name="Places">Where the speaker is said to change, in seconds.</param>
    internal sealed record HeardJoin(double JoinSeconds, (double From, double To)? Judged, IReadOnlyList<double> Places)
    {
        public bool IsJudged => Judged is { } judged && JoinSeconds >= judged.From - NearSeconds && JoinSeconds <= judged.To + NearSeconds;

        /// <summary>From the join to the nearest place that counts; null when the change was missed.</summary>
        public double? ErrorSeconds => Places.Select(place => (double?)Math.Abs(place - JoinSeconds)).Where(error => error <= NearSeconds).Min();

        /// <summary>Places where nobody changed.</summary>
        public int Elsewhere => Places.Count(place => Math.Abs(place - JoinSeconds) > NearSeconds);
    }
}
