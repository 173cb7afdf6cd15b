namespace VoiceWeb.Engine.Audio;

/// <summary>
/// Short-time Fourier transform with a periodic Hann window. Frame <c>f</c> is centred on sample <c>f * Hop</c>; beyond its ends the
/// signal counts as zero. Spectra are those of <see cref="RealFft"/>, unscaled. Immutable once built: one instance may serve many threads.
/// </summary>
internal sealed class Stft
{
    private readonly RealFft _fft;
    private readonly double[] _window; // (window)

    /// <param name="fftSize">Transform length in samples. A power of two, at least 4.</param>
    /// <param name="windowLength">Length of the window in samples; zeros fill up the rest. 2 to <paramref name="fftSize"/>.</param>
    /// <param name="hop">Samples from one frame to the next. 1 to half of <paramref name="windowLength"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its stated range.</exception>
    public Stft(int fftSize, int windowLength, int hop)
    {
        _fft = new RealFft(fftSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(windowLength, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(windowLength, fftSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(hop, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hop, windowLength / 2);
        Hop = hop;
        _window = new double[windowLength];
        for (var i = 0; i < windowLength; i++)
        {
            _window[i] = 0.5 - 0.5 * Math.Cos(2 * Math.PI * i / windowLength);
        }
    }

    /// <summary>Samples from one frame to the next.</summary>
    public int Hop { get; }

    /// <summary>Frequency bins from 0 Hz to half the rate, both included.</summary>
    public int Bins => _fft.Bins;

    /// <summary>Transform length in samples.</summary>
    public int FftSize => _fft.Size;

    /// <summary>Sum of the squared window: what a frame's power must be divided by to become a mean square.</summary>
    public double WindowPower => _window.Sum(w => w * w);

    /// <summary>Frames that cover so many samples: samples / hop + 1.</summary>
    public int FrameCount(int samples) => samples / Hop + 1;

    /// <summary>Power of every bin of every frame.</summary>
    /// <param name="samples">The signal.</param>
    /// <returns>Squared magnitudes. Shape (frames, bins), row-major.</returns>
    public float[] Power(ReadOnlySpan<float> samples)
    {
        var frames = FrameCount(samples.Length);
        var power = new float[checked(frames * Bins)];
        var work = new Work(this);
        for (var frame = 0; frame < frames; frame++)
        {
            Analyse(samples, frame, work);
            var row = power.AsSpan(frame * Bins, Bins);
            for (var k = 0; k < row.Length; k++)
            {
                row[k] = (float)(work.Real[k] * work.Real[k] + work.Imaginary[k] * work.Imaginary[k]);
            }
        }

        return power;
    }

    /// <summary>Power of every bin of one frame.</summary>
    /// <param name="samples">The signal.</param>
    /// <param name="centre">Sample that the frame is centred on.</param>
    /// <param name="power">Receives squared magnitudes. Length <see cref="Bins"/>.</param>
    /// <param name="work">Buffers of <see cref="NewWork"/>, one per thread.</param>
    public void PowerAt(ReadOnlySpan<float> samples, int centre, Span<float> power, Work work)
    {
        AnalyseAt(samples, centre, work);
        for (var k = 0; k < power.Length; k++)
        {
            power[k] = (float)(work.Real[k] * work.Real[k] + work.Imaginary[k] * work.Imaginary[k]);
        }
    }

    /// <summary>Complex spectra of every frame.</summary>
    /// <returns>Real and imaginary parts, each of shape (frames, bins), row-major.</returns>
    public (double[] Real, double[] Imaginary) Forward(ReadOnlySpan<float> samples)
    {
        var frames = FrameCount(samples.Length);
        var real = new double[checked(frames * Bins)];
        var imaginary = new double[real.Length];
        var work = new Work(this);
        for (var frame = 0; frame < frames; frame++)
        {
            Analyse(samples, frame, work);
            work.Real.CopyTo(real, frame * Bins);
            work.Imaginary.CopyTo(imaginary, frame * Bins);
        }

        return (real, imaginary);
    }

    /// <summary>Least-squares inverse by weighted overlap-add: undoes <see cref="Forward"/>, and is the nearest signal to changed spectra.</summary>
    /// <param name="real">Real parts. Shape (frames, bins).</param>
    /// <param name="imaginary">Imaginary parts. Shape (frames, bins).</param>
    /// <param name="length">Samples of the signal.</param>
    /// <exception cref="ArgumentException">The shapes do not belong to a signal of this length.</exception>
    /// <remarks>Griffin and Lim, Signal estimation from modified short-time Fourier transform, 1984, equation 6.</remarks>
    public float[] Inverse(ReadOnlySpan<double> real, ReadOnlySpan<double> imaginary, int length)
    {
        var frames = FrameCount(length);
        if (real.Length != frames * Bins || imaginary.Length != real.Length)
        {
            throw new ArgumentException($"Expected {frames} frames of {Bins} bins, got {real.Length} and {imaginary.Length} values.", nameof(real));
        }

        var sum = new double[length];
        var weight = new double[length];
        var work = new Work(this);
        for (var frame = 0; frame < frames; frame++)
        {
            real.Slice(frame * Bins, Bins).CopyTo(work.Real);
            imaginary.Slice(frame * Bins, Bins).CopyTo(work.Imaginary);
            _fft.Inverse(work.Real, work.Imaginary, work.Signal);
            var start = frame * Hop - _window.Length / 2;
            for (var i = Math.Max(0, -start); i < _window.Length && start + i < length; i++)
            {
                sum[start + i] += work.Signal[i] * _window[i];
                weight[start + i] += _window[i] * _window[i];
            }
        }

        var samples = new float[length];
        for (var i = 0; i < length; i++)
        {
            samples[i] = weight[i] > 1e-12 ? (float)(sum[i] / weight[i]) : 0;
        }

        return samples;
    }

    /// <summary>Buffers for one thread.</summary>
    public Work NewWork() => new(this);

    private void Analyse(ReadOnlySpan<float> samples, int frame, Work work) => AnalyseAt(samples, frame * Hop, work);

    private void AnalyseAt(ReadOnlySpan<float> samples, int centre, Work work)
    {
        var start = centre - _window.Length / 2;
        var signal = work.Signal;
        Array.Clear(signal);
        var last = Math.Min(_window.Length, samples.Length - start);
        for (var i = Math.Max(0, -start); i < last; i++)
        {
            signal[i] = samples[start + i] * _window[i];
        }

        _fft.Forward(signal, work.Real, work.Imaginary);
    }

    /// <summary>Buffers that one thread needs for one frame at a time.</summary>
    internal sealed class Work(Stft owner)
    {
        public double[] Signal { get; } = new double[owner.FftSize];

        public double[] Real { get; } = new double[owner.Bins];

        public double[] Imaginary { get; } = new double[owner.Bins];
    }
}
