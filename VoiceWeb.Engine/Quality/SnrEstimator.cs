using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Quality;

/// <summary>
/// Estimates how far speech stands above the background, in dB: mean power while somebody speaks, less the background's, over the
/// background's power. Independent of the gain.
/// </summary>
/// <remarks>
/// The background is estimated band by band (24 mel bands, 60 to 8000 Hz), since even fluent speech leaves each band alone at some
/// moment: the power smoothed over 60 ms, of which a low percentile is taken, after the idea of minimum statistics (R. Martin,
/// "Noise power spectral density estimation based on optimal smoothing and minimum statistics", 2001). How far that percentile
/// lies below the mean of steady noise is measured once, on noise from a seeded generator, by the very same steps.
/// What comes and goes, such as voices in the background, is partly taken for speech. Measured errors: docs/benchmarks/quality.md.
/// </remarks>
internal static class SnrEstimator
{
    /// <summary>Highest value reported: beyond it, digital silence between the words would decide.</summary>
    public const double CeilingDb = 60;

    private const double FloorDb = -10;
    private const int Bands = 24;
    private const int FftSize = 512;
    private const int Smoothing = 6; // frames of 10 ms
    private const double LowShare = 0.05;
    private const int CalibrationSeconds = 60;

    private static readonly Lazy<double[]> Bias = new(MeasureBias); // (bands): mean over low percentile, for steady noise

    /// <summary>Estimates, or gives null where there is no speech to compare with.</summary>
    /// <param name="samples">Mono samples at <see cref="PitchFrames.Rate"/>.</param>
    /// <param name="isSpeech">One per frame of <see cref="PitchFrames.Hop"/>.</param>
    public static double? Estimate(float[] samples, bool[] isSpeech)
    {
        var speechFrames = isSpeech.Count(frame => frame);
        if (speechFrames == 0)
        {
            return null;
        }

        var bands = BandPowers(samples); // (frames, bands)
        var frames = isSpeech.Length;
        var lows = LowPercentiles(bands, frames);
        double background = 0, active = 0;
        for (var band = 0; band < Bands; band++)
        {
            double speechSum = 0;
            for (var frame = 0; frame < frames; frame++)
            {
                speechSum += isSpeech[frame] ? bands[frame * Bands + band] : 0;
            }

            var mean = speechSum / speechFrames;
            background += Math.Min(lows[band] * Bias.Value[band], mean);
            active += mean;
        }

        if (active <= 0)
        {
            return null;
        }

        var speech = active - background;
        return speech <= 0 ? FloorDb
            : background <= 0 ? CeilingDb
            : Math.Clamp(10 * Math.Log10(speech / background), FloorDb, CeilingDb);
    }

    private static double[] LowPercentiles(float[] bands, int frames)
    {
        var lows = new double[Bands];
        var smoothed = new double[frames];
        for (var band = 0; band < Bands; band++)
        {
            Smooth(bands, band, smoothed);
            Array.Sort(smoothed);
            lows[band] = smoothed[(int)(LowShare * (frames - 1))];
        }

        return lows;
    }

    private static double[] MeasureBias()
    {
        var random = new Random(48);
        var noise = new float[CalibrationSeconds * PitchFrames.Rate];
        for (var i = 0; i < noise.Length; i++)
        {
            noise[i] = (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5);
        }

        var bands = BandPowers(noise);
        var frames = bands.Length / Bands;
        var bias = LowPercentiles(bands, frames);
        for (var band = 0; band < Bands; band++)
        {
            double sum = 0;
            for (var frame = 0; frame < frames; frame++)
            {
                sum += bands[frame * Bands + band];
            }

            bias[band] = sum / frames / bias[band];
        }

        return bias;
    }

    private static float[] BandPowers(float[] samples)
    {
        var stft = new Stft(FftSize, 400, PitchFrames.Hop);
        var bank = new MelFilterBank(PitchFrames.Rate, FftSize, Bands, 60, PitchFrames.Rate / 2.0);
        var work = stft.NewWork();
        var power = new float[stft.Bins];
        var frames = samples.Length / PitchFrames.Hop + 1;
        var bands = new float[frames * Bands];
        for (var frame = 0; frame < frames; frame++)
        {
            stft.PowerAt(samples, frame * PitchFrames.Hop, power, work);
            bank.Apply(power, bands.AsSpan(frame * Bands, Bands));
        }

        return bands;
    }

    private static void Smooth(float[] bands, int band, double[] smoothed)
    {
        var frames = smoothed.Length;
        double sum = 0;
        for (var frame = 0; frame < frames; frame++)
        {
            sum += bands[frame * Bands + band];
            if (frame >= Smoothing)
            {
                sum -= bands[(frame - Smoothing) * Bands + band];
            }

            // Rounding may leave a trace below zero where digital silence follows sound.
            smoothed[frame] = Math.Max(0, sum) / Math.Min(frame + 1, Smoothing);
        }
    }
}
