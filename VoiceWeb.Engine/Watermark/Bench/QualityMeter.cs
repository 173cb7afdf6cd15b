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
            10 * Math.Log10(PauseMeter.Measure(clean.Samples, mark, rate) + 1e-12),
            Intelligibility.Measure(clean, marked),
            20 * Math.Log10(Samples.Rms(clean.Samples) / Samples.Rms(mark)));
    }
}
