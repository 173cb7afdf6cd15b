using System.Numerics.Tensors;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Builtin;

/// <summary>
/// Spectral envelope of one frame without a trace of its harmonics: a window of three periods, smoothing over two thirds of the
/// pitch, and a lifter that takes out the rest (M. Morise, "CheapTrick, a spectral envelope estimator for high-quality
/// speech synthesis", Speech Communication 67, 2015). Holds work space: one instance a thread.
/// </summary>
internal sealed class SpectralEnvelope
{
    private const double UnvoicedHz = 500;
    private const double Recovery = -0.15; // q1 of the paper: restores what smoothing took away
    private const double Floor = 1e-16;
    private const int Margin = 64; // bins beyond either end; smoothing reaches out at most 36

    private readonly int _size;
    private readonly double _binHz;
    private readonly RealFft _fft;
    private readonly double[] _wave;
    private readonly double[] _window;
    private readonly double[] _power;
    private readonly double[] _real;
    private readonly double[] _imaginary;
    private readonly double[] _sums; // cumulative power, mirrored at both ends
    private readonly double[] _positions;
    private readonly SpectralEnvelope? _short; // where three periods fit into half the length, half the length is enough

    public SpectralEnvelope()
        : this(AnalysisGrid.FftSize)
    {
        _short = new SpectralEnvelope(AnalysisGrid.FftSize / 2);
    }

    private SpectralEnvelope(int size)
    {
        _size = size;
        _binHz = (double)AnalysisGrid.SampleRate / size;
        _fft = new RealFft(size);
        _wave = new double[size];
        _window = new double[size];
        _power = new double[_fft.Bins];
        _real = new double[_fft.Bins];
        _imaginary = new double[_fft.Bins];
        _sums = new double[_fft.Bins + 2 * Margin];
        _positions = [.. MelAxis.Frequencies.Select(hz => Math.Min(hz / _binHz, size / 2.0))];
    }

    /// <summary>Lowest pitch of which three periods fit into the transform.</summary>
    private double LowestHz => 3.0 * AnalysisGrid.SampleRate / (_size - 3);

    /// <summary>Measures one frame.</summary>
    /// <param name="samples">Mono audio at the grid's rate.</param>
    /// <param name="centre">Sample in the middle of the frame.</param>
    /// <param name="pitchHz">Pitch there, 36 Hz or more; 0 where unvoiced.</param>
    /// <param name="logMel">Receives ln power density on the mel axis. Length <see cref="MelAxis.Points"/>.</param>
    /// <returns>Power of the frame: the sum of the envelope over the bins of the longer transform.</returns>
    public double Measure(ReadOnlySpan<float> samples, int centre, double pitchHz, Span<float> logMel)
    {
        var hz = pitchHz > 0 ? Math.Max(pitchHz, LowestHz) : UnvoicedHz;
        if (_short is not null && hz >= _short.LowestHz)
        {
            return AnalysisGrid.FftSize / _short._size * _short.Measure(samples, centre, hz, logMel);
        }

        PowerSpectrum(samples, centre, hz);
        var total = Smooth(hz);
        Lift(hz);

        for (var i = 0; i < logMel.Length; i++)
        {
            var below = Math.Min((int)_positions[i], _power.Length - 2);
            var part = _positions[i] - below;
            logMel[i] = (float)(_power[below] + part * (_power[below + 1] - _power[below]));
        }

        return total;
    }

    private void PowerSpectrum(ReadOnlySpan<float> samples, int centre, double hz)
    {
        var reach = (int)Math.Round(1.5 * AnalysisGrid.SampleRate / hz);
        double energy = 0, sum = 0, windowSum = 0;
        var turn = Math.PI * hz / (1.5 * AnalysisGrid.SampleRate);
        var (stepIm, stepRe) = Math.SinCos(turn);
        var (im, re) = Math.SinCos(-turn * reach);
        for (var n = -reach; n <= reach; n++)
        {
            var weight = 0.5 + 0.5 * re;
            (re, im) = (re * stepRe - im * stepIm, re * stepIm + im * stepRe);
            var sample = samples[Math.Clamp(centre + n, 0, samples.Length - 1)];
            _window[n + reach] = weight;
            _wave[n + reach] = sample * weight;
            energy += weight * weight;
            windowSum += weight;
            sum += sample * weight;
        }

        var scale = 1 / Math.Sqrt(energy);
        for (var n = 0; n <= 2 * reach; n++)
        {
            _wave[n] = (_wave[n] - _window[n] * sum / windowSum) * scale;
        }

        _wave.AsSpan(2 * reach + 1).Clear();
        _fft.Forward(_wave, _real, _imaginary);
        for (var k = 0; k < _power.Length; k++)
        {
            _power[k] = _real[k] * _real[k] + _imaginary[k] * _imaginary[k];
        }

        // The window leaves a hole at 0 Hz: its mirror image about the pitch fills it.
        var edge = hz / _binHz;
        _power.CopyTo(_real, 0);
        for (var k = 0; k < edge; k++)
        {
            var mirror = edge - k;
            var below = (int)mirror;
            _power[k] += _real[below] + (mirror - below) * (_real[below + 1] - _real[below]);
        }
    }

    /// <summary>Smooths the power and takes its logarithm; returns the sum of the power.</summary>
    private double Smooth(double hz)
    {
        var bins = _power.Length;
        var last = bins - 1;
        var width = hz * 2 / 3 / _binHz;
        double running = 0;
        for (var i = 0; i < _sums.Length; i++)
        {
            var k = Math.Abs(i - Margin);
            k = k > last ? 2 * last - k : k;
            running += _power[k];
            _sums[i] = running;
        }

        double total = 0;
        for (var k = 0; k < bins; k++)
        {
            // The sum up to and with bin i stands at i + 1/2.
            var high = SumTo(k + Margin + width / 2);
            var low = SumTo(k + Margin - width / 2);
            var power = (high - low) / width + Floor;
            total += power;
            _real[k] = power;
        }

        TensorPrimitives.Log<double>(_real, _real);
        return total;
    }

    private double SumTo(double position)
    {
        var at = position - 0.5;
        var below = (int)at;
        return _sums[below] + (at - below) * (_sums[below + 1] - _sums[below]);
    }

    private void Lift(double hz)
    {
        _imaginary.AsSpan().Clear();
        _fft.Inverse(_real, _imaginary, _wave);
        var half = _size / 2;
        var turn = Math.PI * hz / AnalysisGrid.SampleRate;
        var (stepIm, stepRe) = Math.SinCos(turn);
        var (sin, cos) = (stepIm, stepRe);
        for (var n = 1; n <= half; n++)
        {
            var doubled = 1 - 2 * sin * sin; // cos(2x)
            var lifter = sin / (turn * n) * (1 - 2 * Recovery + 2 * Recovery * doubled);
            (sin, cos) = (sin * stepRe + cos * stepIm, cos * stepRe - sin * stepIm);
            _wave[n] *= lifter;
            if (n < half)
            {
                _wave[_size - n] = _wave[n];
            }
        }

        _fft.Forward(_wave, _power, _imaginary);
    }
}
