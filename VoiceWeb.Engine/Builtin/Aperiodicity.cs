using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Builtin;

/// <summary>
/// How much of each frequency region is noise: 1 less the normalised correlation of two pieces one period apart, taken band by band
/// in the frequency domain, where fractions of a sample cost nothing. Holds work space: one instance a thread.
/// </summary>
internal sealed class Aperiodicity
{
    /// <summary>Where it is measured, in Hz.</summary>
    public static readonly double[] PointsHz = [0, 1_000, 2_000, 3_000, 4_500, 6_000, 7_500, 9_000, 11_000];

    /// <summary>Least value, in dB.</summary>
    public const float LeastDb = -30;

    private const double BandHz = 750;
    private const int PieceSamples = 912; // 38 ms
    private const double LagReach = 1.5;  // samples around the period
    private const double LagStep = 0.25;

    private readonly RealFft _fft = new(1_024);
    private readonly double[] _window;
    private readonly double[] _piece = new double[1_024];
    private readonly double[] _earlyRe = new double[513];
    private readonly double[] _earlyIm = new double[513];
    private readonly double[] _lateRe = new double[513];
    private readonly double[] _lateIm = new double[513];

    public Aperiodicity()
    {
        _window = new double[PieceSamples];
        for (var n = 0; n < PieceSamples; n++)
        {
            _window[n] = 0.5 - 0.5 * Math.Cos(2 * Math.PI * (n + 0.5) / PieceSamples);
        }
    }

    /// <summary>Measures one voiced frame.</summary>
    /// <param name="samples">Mono audio at the grid's rate.</param>
    /// <param name="centre">Sample in the middle of the frame.</param>
    /// <param name="pitchHz">Pitch there. Positive.</param>
    /// <param name="decibels">Receives 20 log10 of the noise share of the amplitude at every point, -30 to 0 dB.</param>
    public void Measure(ReadOnlySpan<float> samples, int centre, double pitchHz, Span<float> decibels)
    {
        var period = AnalysisGrid.SampleRate / pitchHz;
        var whole = (int)Math.Round(period);
        var start = centre - (PieceSamples + whole) / 2;
        Transform(samples, start, _earlyRe, _earlyIm);
        Transform(samples, start + whole, _lateRe, _lateIm);
        for (var p = 0; p < PointsHz.Length; p++)
        {
            var noise = 1 - BandCorrelation(PointsHz[p], period - whole);
            decibels[p] = (float)(10 * Math.Log10(Math.Clamp(noise, 0.001, 1)));
        }
    }

    private void Transform(ReadOnlySpan<float> samples, int start, double[] real, double[] imaginary)
    {
        for (var n = 0; n < PieceSamples; n++)
        {
            var at = start + n;
            _piece[n] = at >= 0 && at < samples.Length ? samples[at] * _window[n] : 0;
        }

        _fft.Forward(_piece, real, imaginary);
    }

    private double BandCorrelation(double pointHz, double offset)
    {
        var binHz = (double)AnalysisGrid.SampleRate / _fft.Size;
        var first = Math.Max(1, (int)Math.Ceiling((pointHz - BandHz) / binHz));
        var last = Math.Min(_fft.Bins - 2, (int)((pointHz + BandHz) / binHz));
        double early = 0, late = 0;
        for (var k = first; k <= last; k++)
        {
            early += _earlyRe[k] * _earlyRe[k] + _earlyIm[k] * _earlyIm[k];
            late += _lateRe[k] * _lateRe[k] + _lateIm[k] * _lateIm[k];
        }

        var power = Math.Sqrt(early * late);
        if (power < 1e-12)
        {
            return 0;
        }

        double best = 0;
        for (var lag = offset - LagReach; lag <= offset + LagReach + 1e-9; lag += LagStep)
        {
            var turn = 2 * Math.PI * lag / _fft.Size;
            var (stepIm, stepRe) = Math.SinCos(turn);
            var (im, re) = Math.SinCos(turn * first);
            double sum = 0;
            for (var k = first; k <= last; k++)
            {
                var crossRe = _earlyRe[k] * _lateRe[k] + _earlyIm[k] * _lateIm[k];
                var crossIm = _earlyRe[k] * _lateIm[k] - _earlyIm[k] * _lateRe[k];
                sum += crossRe * re - crossIm * im;
                (re, im) = (re * stepRe - im * stepIm, re * stepIm + im * stepRe);
            }

            best = Math.Max(best, sum / power);
        }

        return Math.Min(best, 1);
    }
}
