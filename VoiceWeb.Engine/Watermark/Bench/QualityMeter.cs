using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>Measures what a mark does to a clip.</summary>
/// <remarks>
/// Noise-to-mask ratio: power spectra of about 60 ms, Bark bands, excitation spread by 10 dB per Bark upwards and 25 downwards,
/// masker offset 6 dB and 0.15 more per Bark, threshold in quiet after Terhardt (1979), full scale at 92 dB of sound pressure.
/// </remarks>
internal static class QualityMeter
{
    private const double FullScaleDb = 92;

    /// <summary>Compares a marked clip with the clean one, sample by sample.</summary>
    public static MarkQuality Measure(AudioBuffer clean, AudioBuffer marked)
    {
        var rate = clean.SampleRate;
        var mark = Samples.Mix(marked, clean.Samples, -1).Samples;
        var (ratio, over) = NoiseToMask(clean.Samples, mark, rate);
        return new MarkQuality(
            ratio,
            over,
            Pauses(clean.Samples, mark, rate),
            Intelligibility.Measure(clean, marked),
            20 * Math.Log10(Samples.Rms(clean.Samples) / Samples.Rms(mark)));
    }

    private static double Pauses(float[] clean, float[] mark, int rate)
    {
        var frame = rate / 50;
        var count = clean.Length / frame;
        double[] Powers(float[] x) => [.. Enumerable.Range(0, count).Select(i => Math.Pow(Samples.Rms(x.AsSpan(i * frame, frame)), 2))];
        var speech = Powers(clean);
        var noise = Powers(mark);
        var loud = speech.Order().ToArray()[(int)(0.95 * (count - 1))];
        var pauses = noise.Where((_, i) => speech[i] <= 1e-3 * loud).ToArray();
        return pauses.Length == 0 ? -120 : 10 * Math.Log10(pauses.Average() + 1e-12);
    }

    private static (double MeanDb, double OverPercent) NoiseToMask(float[] clean, float[] mark, int rate)
    {
        var size = rate <= 24_000 ? 1024 : 2048;
        var bands = Bands(size, rate, out var hertz);
        var host = Powers(clean, size, bands, hertz.Length);
        var noise = Powers(mark, size, bands, hertz.Length);
        var loudest = host.Max(frame => frame.Sum());
        double sum = 0;
        int count = 0, over = 0;
        for (var t = 0; t < host.Count; t++)
        {
            if (host[t].Sum() <= 1e-6 * loudest)
            {
                continue;
            }

            for (var b = 0; b < hertz.Length; b++)
            {
                var ratio = noise[t][b] / Math.Max(Excitation(host[t], b), Quiet(hertz[b]));
                sum += ratio;
                count++;
                over += ratio > 1 ? 1 : 0;
            }
        }

        return (10 * Math.Log10((sum / Math.Max(1, count)) + 1e-12), 100.0 * over / Math.Max(1, count));
    }

    private static double Excitation(double[] energy, int band)
    {
        var sum = 0.0;
        for (var masker = 0; masker < energy.Length; masker++)
        {
            var distance = band - masker;
            sum += energy[masker] * Math.Pow(10, distance >= 0 ? -distance : 2.5 * distance);
        }

        return sum * Math.Pow(10, -(6 + (0.15 * band)) / 10);
    }

    private static double Quiet(double hertz)
    {
        var khz = Math.Max(hertz, 50) / 1000;
        var db = (3.64 * Math.Pow(khz, -0.8)) - (6.5 * Math.Exp(-0.6 * Math.Pow(khz - 3.3, 2))) + (1e-3 * Math.Pow(khz, 4));
        return Math.Pow(10, (db - FullScaleDb) / 10);
    }

    /// <summary>Bark band of every bin, bands without a bin left out, and the mean frequency of each band.</summary>
    private static int[] Bands(int size, int rate, out double[] hertz)
    {
        var hz = Enumerable.Range(0, (size / 2) + 1).Select(k => (double)k * rate / size).ToArray();
        var bark = Array.ConvertAll(hz, f => (int)((13 * Math.Atan(0.00076 * f)) + (3.5 * Math.Atan(Math.Pow(f / 7500, 2)))));
        var used = bark.Distinct().Order().ToArray();
        hertz = Array.ConvertAll(used, band => hz.Where((_, k) => bark[k] == band).Average());
        return Array.ConvertAll(bark, band => Array.IndexOf(used, band));
    }

    // Hann windows by half, scaled so that a sine of amplitude 1 has a quarter in its bin.
    private static List<double[]> Powers(float[] x, int size, int[] bands, int count)
    {
        var fft = new RealFft(size);
        var frame = new double[size];
        var real = new double[fft.Bins];
        var imaginary = new double[fft.Bins];
        var frames = new List<double[]>();
        var scale = Math.Pow(size / 2.0, 2);
        for (var start = -size / 2; start < x.Length; start += size / 2)
        {
            for (var i = 0; i < size; i++)
            {
                frame[i] = (uint)(start + i) < (uint)x.Length ? x[start + i] * (0.5 - (0.5 * Math.Cos(2 * Math.PI * i / size))) : 0;
            }

            fft.Forward(frame, real, imaginary);
            var powers = new double[count];
            for (var k = 0; k < real.Length; k++)
            {
                powers[bands[k]] += ((real[k] * real[k]) + (imaginary[k] * imaginary[k])) / scale;
            }

            frames.Add(powers);
        }

        return frames;
    }
}
