using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Speakers;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// Finds the stretches of 3 to 10 s in a recording that make the best references: cut in pauses, full of speech, well above the noise, not
/// clipped, of one speaker. Linear in the recording but for the pairs of pauses that lie close enough together. One for a recording: speakers are
/// listened for once, when they are first asked for. Not thread-safe.
/// </summary>
public sealed class ReferenceWindowFinder
{
    /// <summary>Shortest and longest window, in seconds: what the text-to-semantic network was trained on.</summary>
    public const double MinSeconds = ReferenceEncoder.MinPromptSeconds, MaxSeconds = ReferenceEncoder.MaxPromptSeconds;

    private const double FrameSeconds = 0.01;
    private const int PauseFrames = 15; // 150 ms
    private const double BestSeconds = 7;
    private const double FallbackSeconds = 8, FallbackStepSeconds = 0.5;
    private const float FullScale = 0.999f;

    // More than all else together: a stretch with two speakers is taken only where there is no other.
    private const double ForTwoSpeakers = 20, ChangeMarginSeconds = 0.4;

    private readonly AudioBuffer _audio;
    private readonly FrameTrack _track;

    /// <param name="audio">Any length; one shorter than three seconds has no window.</param>
    public ReferenceWindowFinder(AudioBuffer audio)
    {
        ArgumentNullException.ThrowIfNull(audio);
        (_audio, _track) = (audio, new FrameTrack(audio));
    }

    /// <summary>The best windows that do not overlap, best first.</summary>
    /// <param name="count">At most this many.</param>
    public IReadOnlyList<ReferenceWindow> Find(int count, CancellationToken cancellationToken = default)
    {
        if (_audio.Seconds >= MinSeconds)
        {
            Listen(cancellationToken);
        }

        var candidates = FromPauses().ToList();
        if (candidates.Count == 0)
        {
            candidates = [.. FromSteps()];
        }

        var chosen = new List<ReferenceWindow>();
        foreach (var window in candidates.OrderByDescending(window => window.Score))
        {
            if (chosen.Count == count)
            {
                break;
            }

            if (chosen.TrueForAll(other => window.Start >= other.Start + other.Length || other.Start >= window.Start + window.Length))
            {
                chosen.Add(window);
            }
        }

        return chosen;
    }

    /// <summary>What can be said of a stretch that somebody chose.</summary>
    /// <param name="startSeconds">Where it begins; moved into the recording.</param>
    /// <param name="seconds">How long it is; shortened to the recording's end.</param>
    /// <param name="listensForSpeakers">Whether it is wanted to know if there is one speaker: that takes most of the time.</param>
    public ReferenceWindow At(double startSeconds, double seconds, bool listensForSpeakers = true, CancellationToken cancellationToken = default)
    {
        if (listensForSpeakers)
        {
            Listen(cancellationToken);
        }

        var from = Math.Clamp((int)Math.Round(startSeconds / FrameSeconds), 0, Math.Max(0, _track.Count - 1));
        var to = Math.Clamp(from + (int)Math.Round(seconds / FrameSeconds), from, _track.Count);
        return to == from
            ? new ReferenceWindow(0, 0, _audio.SampleRate, 0, 0, 0, 0, ClearEnds: false)
            : Score(from, to, _track.IsPause(from) && _track.IsPause(to - 1));
    }

    /// <summary>The samples of a window.</summary>
    public static AudioBuffer Cut(AudioBuffer audio, ReferenceWindow window) =>
        new(audio.Samples.AsSpan(window.Start, window.Length).ToArray(), audio.SampleRate);

    private void Listen(CancellationToken cancellationToken) => _track.Speakers ??= SpeakerChanges.Find(_audio, cancellationToken);

    private IEnumerable<ReferenceWindow> FromPauses()
    {
        var cuts = _track.Pauses(PauseFrames);
        for (var i = 0; i < cuts.Count; i++)
        {
            for (var j = i + 1; j < cuts.Count; j++)
            {
                var seconds = (cuts[j] - cuts[i]) * FrameSeconds;
                if (seconds > ReferenceEncoder.MaxPromptSeconds)
                {
                    break;
                }

                if (seconds >= ReferenceEncoder.MinPromptSeconds)
                {
                    yield return Score(cuts[i], cuts[j], clearEnds: true);
                }
            }
        }
    }

    private IEnumerable<ReferenceWindow> FromSteps()
    {
        var length = (int)(Math.Min(FallbackSeconds, _track.Count * FrameSeconds) / FrameSeconds);
        for (var from = 0; length * FrameSeconds >= ReferenceEncoder.MinPromptSeconds && from + length <= _track.Count; from += (int)(FallbackStepSeconds / FrameSeconds))
        {
            yield return Score(from, from + length, clearEnds: false);
        }
    }

    private ReferenceWindow Score(int from, int to, bool clearEnds)
    {
        var share = _track.SpeechShare(from, to);
        var clipped = _track.Clipped(from, to);
        var seconds = (to - from) * FrameSeconds;
        // Points of one scale: a tenth of speech more is worth a second nearer to the best length.
        var score = 10 * share - Math.Abs(seconds - BestSeconds) - Math.Min(10, clipped * 0.05) - 0.2 * Math.Abs(_track.LevelDb(from, to) - _track.SpeechDb);
        var (oneSpeaker, change) = _track.SpeakersIn(from * FrameSeconds, to * FrameSeconds);
        if (change is not null)
        {
            score -= ForTwoSpeakers;
        }

        var start = from * _track.FrameSamples;
        return new ReferenceWindow(
            start, Math.Min((to - from) * _track.FrameSamples, _audio.Samples.Length - start), _audio.SampleRate, score, share, _track.SpeechDb - _track.NoiseDb, clipped, clearEnds)
        {
            SpeechBefore = _track.SpeechUntil(from),
            SpeechUntilEnd = _track.SpeechUntil(to),
            OneSpeaker = oneSpeaker,
            ChangeSeconds = change,
            SpeakerPart = _track.Speakers?.Places.Count(place => place < (from + to) * FrameSeconds / 2) ?? 0,
        };
    }

    /// <summary>Level and clipping per 10 ms, with sums that answer for any stretch at once.</summary>
    private sealed class FrameTrack
    {
        private const double SilenceDb = -80;

        private readonly bool[] _speech;
        private readonly double[] _energySum;
        private readonly int[] _speechSum;
        private readonly int[] _clippedSum;

        public FrameTrack(AudioBuffer audio)
        {
            FrameSamples = Math.Max(1, (int)Math.Round(audio.SampleRate * FrameSeconds));
            Count = audio.Samples.Length / FrameSamples;
            var levels = new double[Count];
            (_energySum, _clippedSum) = (new double[Count + 1], new int[Count + 1]);
            for (var frame = 0; frame < Count; frame++)
            {
                double energy = 0;
                var clipped = 0;
                foreach (var sample in audio.Samples.AsSpan(frame * FrameSamples, FrameSamples))
                {
                    energy += (double)sample * sample;
                    clipped += Math.Abs(sample) >= FullScale ? 1 : 0;
                }

                levels[frame] = ToDb(energy / FrameSamples);
                _energySum[frame + 1] = _energySum[frame] + energy;
                _clippedSum[frame + 1] = _clippedSum[frame] + clipped;
            }

            double[] sorted = [.. levels.Order()];
            NoiseDb = Count == 0 ? SilenceDb : sorted[Count / 20];
            SpeechDb = Count == 0 ? SilenceDb : sorted[Count * 9 / 10];
            // A third of the way up from the noise; at least 6 dB, so that steady sound has no speech in its ripples.
            var threshold = NoiseDb + Math.Max(6, (SpeechDb - NoiseDb) / 3);
            _speech = [.. levels.Select(level => level > threshold)];
            _speechSum = new int[Count + 1];
            for (var frame = 0; frame < Count; frame++)
            {
                _speechSum[frame + 1] = _speechSum[frame] + (_speech[frame] ? 1 : 0);
            }
        }

        /// <summary>Where speakers change; null where nobody asked.</summary>
        public SpeakerChanges? Speakers { get; set; }

        public int FrameSamples { get; }

        public int Count { get; }

        public double NoiseDb { get; }

        public double SpeechDb { get; }

        public double SpeechShare(int from, int to) => (double)(_speechSum[to] - _speechSum[from]) / (to - from);

        /// <summary>Share of all speech that lies before a frame.</summary>
        public double SpeechUntil(int frame) => _speechSum[^1] == 0 ? 0 : (double)_speechSum[frame] / _speechSum[^1];

        public bool IsPause(int frame) => !_speech[frame];

        public int Clipped(int from, int to) => _clippedSum[to] - _clippedSum[from];

        public double LevelDb(int from, int to) => ToDb((_energySum[to] - _energySum[from]) / ((to - from) * (double)FrameSamples));

        /// <summary>Whether there is one speaker between two seconds, and if not, where the speaker changes.</summary>
        public (bool? One, double? Change) SpeakersIn(double from, double to)
        {
            double? change = Speakers?.Places.Where(place => place > from + ChangeMarginSeconds && place < to - ChangeMarginSeconds).Select(place => (double?)place).FirstOrDefault();
            return change is not null ? (false, change)
                : Speakers?.Judged is { } judged && judged.From < to && judged.To > from ? (true, null)
                : (null, null);
        }

        /// <summary>Middles of all pauses of at least that many frames, in order.</summary>
        public List<int> Pauses(int frames)
        {
            var middles = new List<int>();
            for (var frame = 0; frame < Count;)
            {
                var end = frame;
                while (end < Count && !_speech[end])
                {
                    end++;
                }

                if (end - frame >= frames)
                {
                    middles.Add((frame + end) / 2);
                }

                frame = end + 1;
            }

            return middles;
        }

        private static double ToDb(double power) => Math.Max(SilenceDb, 10 * Math.Log10(power + 1e-12));
    }
}
