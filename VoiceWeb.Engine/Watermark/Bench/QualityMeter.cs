using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>Measures what a mark does to a clip.</summary>
internal static class QualityMeter
{
    /// <summary>Compares a marked clip with the clean one, sample by sample.</summary>
    public static MarkQuality Measure(AudioBuffer clean, AudioBuffer marked)
    {
        var rate = clean.SampleRate;
        var mark = Samples.Mix(marked, clean.Samples, -1).Samples;
        var (ratio, over) = new NoiseToMaskMeter(rate).Measure(clean.Samples, mark);
        return new MarkQuality(
            10 * Math.Log10(ratio + 1e-12),
            100 * over,
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
}
