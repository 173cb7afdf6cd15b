using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Builtin;

namespace VoiceWeb.Engine.Speakers;

/// <summary>
/// Are two recordings of one speaker? Four measures of their voiced frames, whatever is said in them: shape and mean of the cepstra,
/// level and range of the pitch. No trained model. Immutable: safe for concurrent use.
/// </summary>
public sealed class SpeakerVerifier
{
    /// <summary>Least voiced speech that a recording must have, in seconds.</summary>
    public const double LeastVoicedSeconds = 3;

    private const double FloorShare = 0.05; // more, and weak speech of a recording without pauses would pass for noise
    private const double Ridge = 0.005;
    private const double SameAbove = 2, DifferentBelow = -4;
    private const double NoisyDb = 20; // loud frames against the weakest: some 7 dB more than speech against noise
    private const int Stride = 2; // 10 ms

    private readonly SpeechAnalyzer _analyzer = new();
    private readonly MelBands _wide = new(32, 120, 6_400, 15);
    private readonly MelBands _narrow = new(24, 300, 3_400, 15);

    /// <summary>Compares two recordings, of six seconds or more each.</summary>
    /// <exception cref="UnusableRecordingException">There is too little voiced speech in one of them.</exception>
    public SpeakerMatch Compare(AudioBuffer one, AudioBuffer other, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return Compare(Hear(one, cancellationToken), Hear(other, cancellationToken));
    }

    /// <summary>Compares two recordings that were analysed before.</summary>
    internal SpeakerMatch Compare(HeardVoice one, HeardVoice other)
    {
        SpeechFrames first = one.Frames, second = other.Frames;
        var narrow = one.IsNarrow || other.IsNarrow;
        var bands = narrow ? _narrow : _wide;
        FrameMatrix firstPowers = bands.Powers(first.LogMel, Stride), secondPowers = bands.Powers(second.LogMel, Stride);
        double[] firstFloor = MelBands.Floor(firstPowers, FloorShare), secondFloor = MelBands.Floor(secondPowers, FloorShare);

        // Noise flattens spectra: each recording gets as much as the noisier of the two has twice.
        double[] common = [.. firstFloor.Zip(secondFloor, (a, b) => 2 * Math.Max(a, b))];
        Moments a = Describe(bands, first, firstPowers, firstFloor, common), b = Describe(bands, second, secondPowers, secondFloor, common);
        var shape = ShapeDistance(a, b);
        var mean = MeanDistance(a, b);
        double[] pitchOne = [.. first.LogPitch()], pitchOther = [.. second.LogPitch()];
        var semitones = 12 * Math.Abs(Percentiles.Median(pitchOne) - Percentiles.Median(pitchOther));
        var range = Math.Abs(Math.Log(Math.Max(PitchMap.RangeOf(pitchOne), 0.02) / Math.Max(PitchMap.RangeOf(pitchOther), 0.02)));
        var score = Score(shape, mean, semitones, range);
        var noisy = Math.Min(first.SignalToNoiseDb, second.SignalToNoiseDb) < NoisyDb;
        var decision = noisy ? SpeakerDecision.Review // noise lowers the score of the right ones, too
            : score > SameAbove ? SpeakerDecision.Same
            : score < DifferentBelow ? SpeakerDecision.Different
            : SpeakerDecision.Review;
        return new SpeakerMatch(decision, score, shape, mean, semitones, range, narrow, noisy);
    }

    /// <summary>Logistic regression over the four measures; weights from synthetic speakers, see docs/benchmarks/speakers.md.</summary>
    private static double Score(double shape, double mean, double semitones, double range) =>
        -1.62 * Math.Log(shape + 0.02) - 3.83 * Math.Log(mean + 0.02) - 3.21 * Math.Log(semitones + 0.3) - 0.96 * range - 5.2;

    /// <summary>Analyses a recording.</summary>
    internal HeardVoice Hear(AudioBuffer audio, CancellationToken cancellationToken)
    {
        var frames = _analyzer.Analyze(audio, withAperiodicity: false, cancellationToken);
        var voiced = (double)frames.LogPitch().Count() / AnalysisGrid.FramesPerSecond;
        return voiced >= LeastVoicedSeconds
            ? new HeardVoice(frames, BandLimit.Find(frames, audio.SampleRate).IsNarrow)
            : throw new UnusableRecordingException(
                "too-short",
                FormattableString.Invariant($"{LeastVoicedSeconds:0} seconds of voiced speech are needed to compare speakers, this has {voiced:0.0}. Record a little more."));
    }

    private static Moments Describe(MelBands bands, SpeechFrames frames, FrameMatrix powers, double[] floor, double[] common)
    {
        int[] rows = [.. Enumerable.Range(0, powers.Rows).Where(i => frames.Speech[i * Stride] && frames.IsVoiced(i * Stride))];
        double[] added = [.. floor.Zip(common, (own, wanted) => Math.Max(0, wanted - 2 * own))];
        var cepstra = new FrameMatrix(rows.Length, bands.Coefficients - 1);
        Span<float> cepstrum = stackalloc float[bands.Coefficients];
        for (var i = 0; i < rows.Length; i++)
        {
            bands.ToCepstrum(powers[rows[i]], added, cepstrum);
            cepstrum[1..].CopyTo(cepstra[i]); // c0 is loudness
        }

        var moments = Moments.Of(cepstra);
        for (var d = 0; d < cepstra.Columns; d++)
        {
            moments.Covariance[d * cepstra.Columns + d] += Ridge;
        }

        return moments;
    }

    /// <summary>Mean of the traces of A^-1 B and B^-1 A, less what equal covariances give.</summary>
    private static double ShapeDistance(Moments a, Moments b)
    {
        var n = a.Mean.Length;
        return (Trace(SymmetricMatrix.Solve(a.Covariance, b.Covariance, n, n), n) + Trace(SymmetricMatrix.Solve(b.Covariance, a.Covariance, n, n), n)) / (2 * n) - 1;
    }

    private static double MeanDistance(Moments a, Moments b)
    {
        var n = a.Mean.Length;
        double[] difference = [.. a.Mean.Zip(b.Mean, (x, y) => x - y)];
        double[] byA = SymmetricMatrix.Solve(a.Covariance, difference, n, 1), byB = SymmetricMatrix.Solve(b.Covariance, difference, n, 1);
        return difference.Select((d, i) => d * (byA[i] + byB[i])).Sum() / (2 * n);
    }

    private static double Trace(double[] matrix, int size) => Enumerable.Range(0, size).Sum(d => matrix[d * size + d]);
}
