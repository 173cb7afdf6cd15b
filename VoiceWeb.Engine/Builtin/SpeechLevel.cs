using System.Numerics.Tensors;

namespace VoiceWeb.Engine.Builtin;

/// <summary>Level of speech: the mean power of those 25 ms frames that lie within 30 dB of the 95th percentile.</summary>
internal static class SpeechLevel
{
    private const double ActiveWithin = 1e-3;
    private const double LargestPeak = 0.97;

    /// <summary>Active level in dBFS; minus infinity for silence.</summary>
    public static double Measure(ReadOnlySpan<float> samples, int sampleRate)
    {
        int width = sampleRate / 40, hop = sampleRate / 100;
        var powers = new List<double>(samples.Length / hop + 1);
        for (var start = 0; start == 0 || start + width <= samples.Length; start += hop)
        {
            var frame = samples.Slice(start, Math.Min(width, samples.Length - start));
            powers.Add(frame.IsEmpty ? 0 : TensorPrimitives.SumOfSquares(frame) / frame.Length);
        }

        var threshold = Percentiles.Of(powers, 0.95) * ActiveWithin;
        var active = powers.Where(power => power > threshold).DefaultIfEmpty(0).Average();
        return 10 * Math.Log10(active);
    }

    /// <summary>Scales speech to a level, or as near to it as full scale allows. Silence stays silence.</summary>
    public static void Apply(Span<float> samples, int sampleRate, double levelDbfs)
    {
        var level = Measure(samples, sampleRate);
        if (double.IsNegativeInfinity(level) || samples.IsEmpty)
        {
            return;
        }

        var gain = Math.Pow(10, (levelDbfs - level) / 20);
        var peak = Math.Abs(TensorPrimitives.MaxMagnitude((ReadOnlySpan<float>)samples));
        TensorPrimitives.Multiply(samples, (float)Math.Min(gain, LargestPeak / peak), samples);
    }

    /// <summary>Takes the mean out of samples, in place.</summary>
    public static void Centre(Span<float> samples)
    {
        if (!samples.IsEmpty)
        {
            TensorPrimitives.Subtract(samples, TensorPrimitives.Sum<float>(samples) / samples.Length, samples);
        }
    }
}
