using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Builtin;

/// <summary>
/// Fundamental frequency by normalised cross-correlation and a Viterbi path over the best lags and an unvoiced state
/// (the scheme of Talkin's RAPT, 1995). Immutable: one instance may serve many threads.
/// </summary>
internal sealed class PitchTracker
{
    /// <summary>Rate of the audio it expects, in Hz.</summary>
    public const int SampleRate = 16_000;

    /// <summary>Distance of its frames, in samples: 10 ms.</summary>
    public const int HopSamples = 160;

    private const int PieceSamples = 768; // 48 ms
    private const int MaxCandidates = 6;
    private const double LeastCorrelation = 0.3;
    private const double ShortLagFavour = 0.10;
    private const double UnvoicedCost = -0.45;
    private const double VoicingChangeCost = 0.12;
    private const double QuietPenalty = 0.5;
    private const double QuietBelowDb = 35;

    private readonly RealFft _fft = new(1_024); // longer than a piece: no lag wraps around
    private readonly int _shortestLag;
    private readonly int _longestLag;

    /// <param name="lowestHz">Lowest pitch to look for, in Hz. 40 to 200.</param>
    /// <param name="highestHz">Highest pitch to look for, in Hz. Above the lowest, at most 1000.</param>
    public PitchTracker(double lowestHz = 55, double highestHz = 520)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lowestHz, 40);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(highestHz, 1_000);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(lowestHz, highestHz);
        _shortestLag = (int)(SampleRate / highestHz);
        _longestLag = (int)(SampleRate / lowestHz) + 2;
    }

    /// <summary>Pitch of every frame, in Hz; 0 where unvoiced. Frame i is centred on sample i * <see cref="HopSamples"/>.</summary>
    /// <param name="samples">Mono audio at <see cref="SampleRate"/>.</param>
    public double[] Track(ReadOnlySpan<float> samples, CancellationToken cancellationToken)
    {
        var frames = 1 + samples.Length / HopSamples;
        var hertz = new double[frames, MaxCandidates];
        var scores = new double[frames, MaxCandidates];
        var counts = new int[frames];
        var energies = new double[frames];
        var scratch = new Scratch(_fft, _longestLag);
        for (var i = 0; i < frames; i++)
        {
            if (i % 256 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            energies[i] = Correlate(samples, i * HopSamples, scratch);
            counts[i] = PickCandidates(scratch.Correlation, i, hertz, scores);
        }

        var quiet = Percentiles.Of(energies, 0.95) * Math.Pow(10, -QuietBelowDb / 10);
        for (var i = 0; i < frames; i++)
        {
            for (var c = 0; c < counts[i] && energies[i] <= quiet; c++)
            {
                scores[i, c] -= QuietPenalty;
            }
        }

        return BestPath(hertz, scores, counts);
    }

    /// <summary>Correlates one piece with itself at every lag; returns its mean power over the middle 25 ms.</summary>
    private double Correlate(ReadOnlySpan<float> samples, int centre, Scratch s)
    {
        var from = centre - PieceSamples / 2;
        double mean = 0;
        for (var n = 0; n < PieceSamples; n++)
        {
            var at = from + n;
            s.Piece[n] = at >= 0 && at < samples.Length ? samples[at] : 0;
            mean += s.Piece[n];
        }

        mean /= PieceSamples;
        double middle = 0;
        s.Energy[0] = 0;
        for (var n = 0; n < PieceSamples; n++)
        {
            if (Math.Abs(n - PieceSamples / 2) <= 200)
            {
                middle += s.Piece[n] * s.Piece[n];
            }

            s.Piece[n] -= mean;
            s.Energy[n + 1] = s.Energy[n] + s.Piece[n] * s.Piece[n];
        }

        var half = PieceSamples - _longestLag;
        s.Piece.AsSpan(0, half).CopyTo(s.Head);
        _fft.Forward(s.Head, s.HeadRe, s.HeadIm);
        _fft.Forward(s.Piece, s.Re, s.Im);
        for (var k = 0; k < s.Re.Length; k++)
        {
            var re = s.HeadRe[k] * s.Re[k] + s.HeadIm[k] * s.Im[k];
            s.Im[k] = s.HeadRe[k] * s.Im[k] - s.HeadIm[k] * s.Re[k];
            s.Re[k] = re;
        }

        _fft.Inverse(s.Re, s.Im, s.Cross);
        var floor = 1e-10 * half * half;
        for (var lag = 0; lag <= _longestLag; lag++)
        {
            var delayed = s.Energy[half + lag] - s.Energy[lag];
            s.Correlation[lag] = s.Cross[lag] / Math.Sqrt(s.Energy[half] * delayed + floor);
        }

        return middle / 400;
    }

    private int PickCandidates(double[] r, int frame, double[,] hertz, double[,] scores)
    {
        var count = 0;
        for (var lag = Math.Max(_shortestLag, 1); lag < _longestLag; lag++)
        {
            if (r[lag] <= LeastCorrelation || r[lag] <= r[lag - 1] || r[lag] < r[lag + 1])
            {
                continue;
            }

            // A short lag is favoured: a period doubled correlates as well as the period itself.
            var score = r[lag] - ShortLagFavour * lag / _longestLag;
            var curvature = r[lag - 1] - 2 * r[lag] + r[lag + 1];
            var refined = lag + (r[lag - 1] - r[lag + 1]) / (2 * curvature - 1e-12);
            var at = count;
            while (at > 0 && scores[frame, at - 1] < score)
            {
                at--;
            }

            if (at >= MaxCandidates)
            {
                continue;
            }

            count = Math.Min(count + 1, MaxCandidates);
            for (var c = count - 1; c > at; c--)
            {
                scores[frame, c] = scores[frame, c - 1];
                hertz[frame, c] = hertz[frame, c - 1];
            }

            scores[frame, at] = score;
            hertz[frame, at] = SampleRate / refined;
        }

        return count;
    }

    private static double[] BestPath(double[,] hertz, double[,] scores, int[] counts)
    {
        var frames = counts.Length;
        const int Unvoiced = MaxCandidates;
        var back = new byte[frames, MaxCandidates + 1];
        var before = new double[MaxCandidates + 1];
        var now = new double[MaxCandidates + 1];
        for (var i = 0; i < frames; i++)
        {
            Array.Fill(now, double.PositiveInfinity);
            for (var state = 0; state <= Unvoiced; state++)
            {
                if (state >= counts[i] && state != Unvoiced)
                {
                    continue;
                }

                var local = state == Unvoiced ? UnvoicedCost : scores[i, state] > 0 ? -scores[i, state] : 1e3;
                var best = i == 0 ? 0 : double.PositiveInfinity;
                for (var from = 0; i > 0 && from <= Unvoiced; from++)
                {
                    var move = (from == Unvoiced, state == Unvoiced) switch
                    {
                        (true, true) => 0,
                        (false, false) => from < counts[i - 1]
                            ? Math.Min(1, 1.2 * Math.Abs(Math.Log2(hertz[i - 1, from] / hertz[i, state])))
                            : double.PositiveInfinity,
                        _ => VoicingChangeCost,
                    };
                    if (before[from] + move < best)
                    {
                        best = before[from] + move;
                        back[i, state] = (byte)from;
                    }
                }

                now[state] = best + local;
            }

            (before, now) = (now, before);
        }

        var path = new double[frames];
        var end = Array.IndexOf(before, before.Min());
        for (var i = frames - 1; i >= 0; i--)
        {
            path[i] = end == Unvoiced ? 0 : hertz[i, end];
            end = back[i, end];
        }

        return path;
    }

    private sealed class Scratch(RealFft fft, int longestLag)
    {
        public readonly double[] Piece = new double[fft.Size];
        public readonly double[] Head = new double[fft.Size];
        public readonly double[] Cross = new double[fft.Size];
        public readonly double[] Energy = new double[PieceSamples + 1];
        public readonly double[] HeadRe = new double[fft.Bins];
        public readonly double[] HeadIm = new double[fft.Bins];
        public readonly double[] Re = new double[fft.Bins];
        public readonly double[] Im = new double[fft.Bins];
        public readonly double[] Correlation = new double[longestLag + 1];
    }
}
