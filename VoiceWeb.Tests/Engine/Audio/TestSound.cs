using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Tests.Engine.Audio;

/// <summary>Sounds made from formulas, for tests.</summary>
internal static class TestSound
{
    /// <summary>Gliding harmonics with pauses: band-limited to about 2 kHz, so that lossy codecs keep it well.</summary>
    public static AudioBuffer Melody(double seconds, int sampleRate, double pitch = 180)
    {
        var samples = new float[(int)(seconds * sampleRate)];
        double phase = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            var time = (double)i / sampleRate;
            phase += 2 * Math.PI * pitch * (1 + 0.2 * Math.Sin(2 * Math.PI * 0.7 * time)) / sampleRate;
            var loudness = Math.Max(0, Math.Sin(2 * Math.PI * 1.5 * time));
            double sum = 0;
            for (var harmonic = 1; harmonic <= 8; harmonic++)
            {
                sum += Math.Sin(harmonic * phase) / harmonic;
            }

            samples[i] = (float)(0.25 * loudness * sum);
        }

        return new AudioBuffer(samples, sampleRate);
    }

    /// <summary>How far above the difference the sound lies, at the lag that fits best; edges left out.</summary>
    public static double BestSnrDb(AudioBuffer expected, AudioBuffer actual, int maxLag)
    {
        var best = double.NegativeInfinity;
        var start = maxLag + 500;
        var end = Math.Min(expected.Samples.Length, actual.Samples.Length) - maxLag - 500;
        for (var lag = -maxLag; lag <= maxLag; lag++)
        {
            double signal = 0, error = 1e-20;
            for (var i = start; i < end; i += Math.Abs(lag) % 50 == 0 ? 1 : 7)
            {
                double wanted = expected.Samples[i], difference = actual.Samples[i + lag] - wanted;
                signal += wanted * wanted;
                error += difference * difference;
            }

            best = Math.Max(best, 10 * Math.Log10(signal / error));
        }

        return best;
    }
}
