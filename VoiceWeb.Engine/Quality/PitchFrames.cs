using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Quality;

/// <summary>
/// Level and periodicity of a sound, frame by frame: what speech, noise and tones differ in.
/// </summary>
/// <remarks>
/// Frames of 40 ms every 10 ms at 16 kHz. Periodicity is the highest normalised autocorrelation at lags of 60 to 400 Hz, taken
/// from the power spectrum between 80 and 1800 Hz (where voices are harmonic and most noise is weak) and divided by that of the
/// window, after P. Boersma, "Accurate short-term analysis of the fundamental frequency", 1993.
/// </remarks>
internal sealed class PitchFrames
{
    /// <summary>Rate at which everything here is measured, in Hz.</summary>
    public const int Rate = 16_000;

    /// <summary>Samples from one frame to the next.</summary>
    public const int Hop = 160;

    private const int Window = 640;
    private const int FftSize = 1_024; // at least window + longest lag, so that the autocorrelation does not wrap around
    private const double LowestPitch = 60;
    private const double HighestPitch = 400;
    private const double LowHz = 80;
    private const double VoicedHighHz = 1_800;
    private const double SpeechHighHz = 7_000;

    private PitchFrames(double[] levelDb, double[] periodicity, double[] pitchHz)
    {
        LevelDb = levelDb;
        Periodicity = periodicity;
        PitchHz = pitchHz;
    }

    /// <summary>Mean square between 80 and 7000 Hz in dB below full scale; -200 for digital silence. One per frame.</summary>
    public double[] LevelDb { get; }

    /// <summary>0 for noise to 1 for a perfect period. One per frame.</summary>
    public double[] Periodicity { get; }

    /// <summary>Rate of the best period, in Hz; meaningful where the periodicity is high. One per frame.</summary>
    public double[] PitchHz { get; }

    /// <summary>Number of frames.</summary>
    public int Count => LevelDb.Length;

    /// <summary>Measures a whole sound.</summary>
    /// <param name="samples">Mono samples at <see cref="Rate"/>.</param>
    /// <param name="cancellationToken">Stops the measuring.</param>
    public static PitchFrames Of(float[] samples, CancellationToken cancellationToken)
    {
        var count = samples.Length / Hop + 1;
        var frames = new PitchFrames(new double[count], new double[count], new double[count]);
        var window = new double[Window];
        for (var i = 0; i < Window; i++)
        {
            window[i] = 0.5 - 0.5 * Math.Cos(2 * Math.PI * (i + 0.5) / Window);
        }

        var windowPower = window.Sum(w => w * w);
        var fft = new RealFft(FftSize);
        var signal = new double[FftSize];
        var real = new double[fft.Bins];
        var imaginary = new double[fft.Bins];
        var windowCorrelation = Autocorrelation(fft, window);
        for (var frame = 0; frame < count; frame++)
        {
            if (frame % 512 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            Array.Clear(signal);
            var start = frame * Hop - Window / 2;
            for (var i = Math.Max(0, -start); i < Math.Min(Window, samples.Length - start); i++)
            {
                signal[i] = samples[start + i] * window[i];
            }

            fft.Forward(signal, real, imaginary);
            var power = BandPower(real, imaginary);
            var meanSquare = 2 * power / (FftSize * windowPower);
            frames.LevelDb[frame] = meanSquare > 1e-20 ? 10 * Math.Log10(meanSquare) : -200;
            if (meanSquare > 1e-20)
            {
                fft.Inverse(real, imaginary, signal);
                (frames.Periodicity[frame], frames.PitchHz[frame]) = BestPeriod(signal, windowCorrelation);
            }
        }

        return frames;
    }

    private static double BandPower(double[] real, double[] imaginary)
    {
        // Leaves the power spectrum of the voiced band in the real part, ready for the way back.
        int low = (int)Math.Ceiling(LowHz * FftSize / Rate), high = (int)(VoicedHighHz * FftSize / Rate), top = (int)(SpeechHighHz * FftSize / Rate);
        double sum = 0;
        for (var bin = 0; bin < real.Length; bin++)
        {
            var power = real[bin] * real[bin] + imaginary[bin] * imaginary[bin];
            if (bin >= low && bin <= top)
            {
                sum += power;
            }

            real[bin] = bin >= low && bin <= high ? power : 0;
        }

        Array.Clear(imaginary);
        return sum;
    }

    private static (double Periodicity, double PitchHz) BestPeriod(double[] correlation, double[] windowCorrelation)
    {
        if (correlation[0] <= 0)
        {
            return (0, 0);
        }

        double At(int lag) => correlation[lag] / correlation[0] / windowCorrelation[lag];
        int shortest = (int)(Rate / HighestPitch), longest = (int)(Rate / LowestPitch);
        double best = 0;
        var bestLag = 0;
        var isFalling = false; // the first slope belongs to lag 0
        for (var lag = 8; lag <= longest; lag++)
        {
            isFalling |= At(lag) > At(lag - 1);

            // A slight preference for short lags keeps the octave right.
            var value = At(lag) * (1 - 0.0004 * lag);
            if (isFalling && lag >= shortest && value > best && At(lag) >= At(lag - 1) && At(lag) >= At(lag + 1))
            {
                (best, bestLag) = (value, lag);
            }
        }

        if (bestLag == 0)
        {
            return (0, 0);
        }

        double before = At(bestLag - 1), there = At(bestLag), after = At(bestLag + 1);
        var bend = before - 2 * there + after;
        var shift = bend < 0 ? 0.5 * (before - after) / bend : 0;
        return (Math.Clamp(there, 0, 1), Rate / (bestLag + shift));
    }

    private static double[] Autocorrelation(RealFft fft, double[] window)
    {
        var signal = new double[FftSize];
        window.CopyTo(signal, 0);
        var real = new double[fft.Bins];
        var imaginary = new double[fft.Bins];
        fft.Forward(signal, real, imaginary);
        for (var bin = 0; bin < real.Length; bin++)
        {
            real[bin] = real[bin] * real[bin] + imaginary[bin] * imaginary[bin];
            imaginary[bin] = 0;
        }

        fft.Inverse(real, imaginary, signal);
        var first = signal[0];
        return [.. signal.Take(Rate / (int)LowestPitch + 4).Select(value => value / first)];
    }
}
