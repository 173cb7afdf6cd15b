using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Builtin;

namespace VoiceWeb.Engine.Speakers;

/// <summary>
/// Where in a recording the speaker seems to change: the place whose two sides differ most, if they differ more than two stretches of one speaker do, and
/// so on in both sides. By the measures of <see cref="SpeakerVerifier"/>; a hint for who chooses stretches, which says nothing about who speaks.
/// </summary>
internal sealed class SpeakerChanges
{
    /// <summary>Voiced speech of each side that is compared, in seconds: at most, and at least.</summary>
    private const double MostVoiced = 8, LeastVoiced = SpeakerVerifier.LeastVoicedSeconds;

    private const double StepSeconds = 0.5;

    /// <summary>Between -3.5, the least within one of eleven synthetic voices, and -6.6, the most between two that are not nearly the same.</summary>
    private const double ChangedBelow = -5;

    private static readonly SpeechAnalyzer Analyzer = new();
    private static readonly SpeakerVerifier Verifier = new();

    private readonly SpeechFrames _frames;
    private readonly bool _isNarrow;
    private readonly int[] _voiced; // frames
    private readonly List<double> _places = [];

    private SpeakerChanges(SpeechFrames frames, bool isNarrow, CancellationToken cancellationToken)
    {
        (_frames, _isNarrow) = (frames, isNarrow);
        _voiced = [.. Enumerable.Range(0, frames.Count).Where(i => frames.Speech[i] && frames.IsVoiced(i))];
        Search(0, frames.Count, cancellationToken);
        _places.Sort();
    }

    /// <summary>Seconds from the beginning.</summary>
    public IReadOnlyList<double> Places => _places;

    /// <summary>First and last second that could be judged: on both sides of it there is enough speech. Null when there is no such place.</summary>
    public (double From, double To)? Judged { get; private set; }

    /// <summary>Listens to a whole recording.</summary>
    public static SpeakerChanges Find(AudioBuffer audio, CancellationToken cancellationToken)
    {
        var frames = Analyzer.AnalyzeSeveral(audio, cancellationToken);
        return new SpeakerChanges(frames, BandLimit.Find(frames, audio.SampleRate).IsNarrow, cancellationToken);
    }

    /// <summary>Halves the stretch where its two sides differ most, for as long as they differ too much.</summary>
    private void Search(int from, int to, CancellationToken cancellationToken)
    {
        const int Rate = AnalysisGrid.FramesPerSecond, Most = (int)(MostVoiced * Rate), Least = (int)(LeastVoiced * Rate), Step = (int)(StepSeconds * Rate);
        var (first, last) = (Before(from), Before(to)); // voiced frames
        var (worst, at) = (ChangedBelow, -1);
        for (var place = from + Step; place < to; place += Step)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var middle = Before(place);
            if (middle - first < Least || last - middle < Least)
            {
                continue;
            }

            var seconds = (double)place / Rate;
            Judged = (Math.Min(Judged?.From ?? seconds, seconds), Math.Max(Judged?.To ?? seconds, seconds));
            var left = new HeardVoice(_frames.Slice(_voiced[Math.Max(first, middle - Most)], place), _isNarrow);
            var right = new HeardVoice(_frames.Slice(place, _voiced[Math.Min(last, middle + Most) - 1] + 1), _isNarrow);
            var match = Verifier.Compare(left, right);
            if (!match.IsNoisy && match.Score < worst)
            {
                (worst, at) = (match.Score, place);
            }
        }

        if (at >= 0)
        {
            _places.Add((double)at / Rate);
            Search(from, at, cancellationToken);
            Search(at, to, cancellationToken);
        }
    }

    private int Before(int frame)
    {
        var index = Array.BinarySearch(_voiced, frame);
        return index < 0 ? ~index : index;
    }
}
