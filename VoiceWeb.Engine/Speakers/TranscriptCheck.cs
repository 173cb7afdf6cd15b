using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Builtin;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.Speakers;

/// <summary>
/// Were these words read? The built-in voice of the speaker says the statement, and says it again with another word in each place; the
/// reading must lie nearer to the right words than to the others. Costs are compared only with each other, so that microphone, room
/// and band cancel out. Safe for concurrent use.
/// </summary>
public sealed class TranscriptCheck
{
    private const double LeastSpeechSeconds = 2;
    private const double StepPenalty = 0.5;
    private const double FloorShare = 0.10;
    private const double ActiveDb = 35, ActiveInNoiseDb = 20;
    private const double NoisyDb = 20; // loud frames against the weakest: some 7 dB more than speech against noise
    private const float LoudnessWeight = 0.5f;

    // Of twelve voices right readings have 0.92 and more (telephone 0.64), others 0.33 and less, but 0.74 with three decoys: docs/benchmarks/speakers.md.
    private const double PassMargin = 0.8, FailMargin = 0.2; // a word

    private readonly SpeechAnalyzer _analyzer = new();
    private readonly HypothesisSpeaker _speaker;
    private readonly MelBands _wide = new(28, 120, 6_500, 17);
    private readonly MelBands _narrow = new(20, 320, 3_300, 13);

    /// <summary>Makes a check that asks espeak-ng for the base speech.</summary>
    public TranscriptCheck()
    {
        _speaker = new HypothesisSpeaker(new BaseReader(new BaseSpeech(new EspeakProcess()), _analyzer), new TextFrontEnd());
    }

    /// <summary>Checks a reading.</summary>
    /// <param name="recording">The reading, any rate.</param>
    /// <param name="voice">The built-in voice of the person who is said to read; best learned from another recording with its transcript.</param>
    /// <param name="statement">What was to be read.</param>
    /// <exception cref="UnusableRecordingException">There is too little speech in the recording.</exception>
    /// <exception cref="InvalidDataException">The voice is none of the built-in model.</exception>
    /// <exception cref="EngineUnavailableException">espeak-ng is missing.</exception>
    public Task<ReadingVerdict> CheckAsync(
        AudioBuffer recording, VoiceReference voice, ChallengeStatement statement, CancellationToken cancellationToken) =>
        CheckAsync(recording, voice, statement, [], cancellationToken);

    /// <summary>Checks a reading.</summary>
    /// <param name="said">What the voice has said before: empty at first, and the same for one voice.</param>
    internal async Task<ReadingVerdict> CheckAsync(
        AudioBuffer recording,
        VoiceReference voice,
        ChallengeStatement statement,
        Dictionary<string, SaidSentence> said,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(voice);
        ArgumentNullException.ThrowIfNull(statement);
        var profile = ProfileFile.Read(voice.Profile);
        var frames = await Task.Run(
            () => _analyzer.Analyze(recording, withAperiodicity: false, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (frames.SpeechSeconds < LeastSpeechSeconds)
        {
            throw new UnusableRecordingException(
                "too-short", FormattableString.Invariant($"{LeastSpeechSeconds:0} seconds of speech are needed, this has {frames.SpeechSeconds:0.0}. Read the whole statement."));
        }

        var narrow = BandLimit.Find(frames, recording.SampleRate).IsNarrow;
        var bands = narrow ? _narrow : _wide;
        var heard = new Heard(bands, bands.Powers(frames.LogMel, HypothesisSpeaker.Stride), frames.SignalToNoiseDb);
        var right = await CostAsync(-1, string.Empty).ConfigureAwait(false);
        var slots = new List<SlotResult>();
        for (var slot = 0; slot < statement.Slots.Count; slot++)
        {
            var decoys = new List<double>();
            foreach (var decoy in statement.Slots[slot].Decoys)
            {
                decoys.Add(await CostAsync(slot, decoy).ConfigureAwait(false));
            }

            // Costs are means over the whole statement: times its length, one word counts alike in a short and in a long one.
            var margin = frames.SpeechSeconds * (decoys.DefaultIfEmpty(right).Average() - right);
            slots.Add(new SlotResult(decoys.TrueForAll(cost => cost > right), margin));
        }

        var total = slots.Sum(slot => slot.Margin);
        return new ReadingVerdict(Decide(slots, total, frames.SignalToNoiseDb), slots, total, right, frames.SignalToNoiseDb, narrow);

        async Task<double> CostAsync(int slot, string word)
        {
            var hypothesis = await _speaker.SayAsync(
                profile, statement.With(slot, word), statement.Language, bands, said, cancellationToken).ConfigureAwait(false);
            return await Task.Run(() => heard.CostOf(hypothesis, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>All slots but one in four with a clear margin: read. Half of them and hardly a margin: not read.</summary>
    private static ReadingDecision Decide(List<SlotResult> slots, double margin, double signalToNoiseDb)
    {
        var won = slots.Count(slot => slot.Won);
        var mean = margin / slots.Count;
        if (won >= slots.Count - slots.Count / 4 && mean > PassMargin)
        {
            return ReadingDecision.Read;
        }

        return 2 * won <= slots.Count && mean < FailMargin && signalToNoiseDb >= NoisyDb ? ReadingDecision.NotRead : ReadingDecision.Review;
    }

    /// <summary>A recording, ready to be compared with what may have been said in it.</summary>
    private sealed class Heard
    {
        private readonly MelBands _bands;
        private readonly double[] _floor;
        private readonly double _activeDb;
        private readonly double _level;
        private readonly FrameMatrix _features;

        public Heard(MelBands bands, FrameMatrix powers, double signalToNoiseDb)
        {
            _bands = bands;
            _activeDb = signalToNoiseDb < NoisyDb ? ActiveInNoiseDb : ActiveDb;
            _floor = MelBands.Floor(powers, FloorShare);
            _level = Level(powers);
            _features = Features(powers, 1, new double[bands.Count]);
        }

        /// <summary>Cost a frame of the best alignment with a text.</summary>
        public double CostOf(IReadOnlyList<FrameMatrix> said, CancellationToken cancellationToken)
        {
            var powers = FrameMatrix.Stack(said, _bands.Count);
            var features = Features(powers, _level / Math.Max(Level(powers), 1e-12), _floor);
            var (path, mean) = DynamicTimeWarping.Align(features, _features, StepPenalty, cancellationToken);
            return mean * path.Count / (features.Rows + _features.Rows);
        }

        private double Level(FrameMatrix powers)
        {
            int[] active = Active(powers);
            return active.Average(i => MelBands.Total(powers, i));
        }

        private int[] Active(FrameMatrix powers)
        {
            double[] totals = [.. Enumerable.Range(0, powers.Rows).Select(i => MelBands.Total(powers, i))];
            var least = Percentiles.Of(totals, 0.95) * Math.Pow(10, -_activeDb / 10);
            return [.. Enumerable.Range(0, powers.Rows).Where(i => totals[i] > least)];
        }

        private FrameMatrix Features(FrameMatrix powers, double gain, double[] floor)
        {
            int[] active = Active(powers);
            var features = new FrameMatrix(active.Length, _bands.Coefficients);
            double[] relative = [.. floor.Select(power => power / gain)];
            var mean = new double[_bands.Coefficients];
            for (var i = 0; i < active.Length; i++)
            {
                _bands.ToCepstrum(powers[active[i]], relative, features[i]);
                for (var k = 0; k < mean.Length; k++)
                {
                    mean[k] += features[i][k] / active.Length;
                }
            }

            for (var i = 0; i < active.Length; i++)
            {
                var row = features[i];
                for (var k = 0; k < mean.Length; k++)
                {
                    row[k] -= (float)mean[k];
                }

                row[0] = LoudnessWeight * Math.Clamp(row[0], -6, 3);
            }

            return features;
        }
    }
}
