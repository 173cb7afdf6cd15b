namespace VoiceWeb.Engine.Audio;

/// <summary>Integrated loudness of mono audio after ITU-R BS.1770-4, in LUFS.</summary>
/// <remarks>
/// K-weighting (high shelf, then high pass), blocks of 400 ms every 100 ms, gates at -70 LUFS and 10 LU below the ungated mean.
/// The standard gives the filters at 48 kHz alone; here they are made from the same analogue prototypes at every rate
/// (parameters as fitted by B. De Man, "Evaluation of implementations of the EBU R128 loudness measurement", AES 145, 2018).
/// One channel counts once: a mono file played on two loudspeakers is 3 LU louder.
/// </remarks>
public static class LoudnessMeter
{
    private const double AbsoluteGate = -70;
    private const double RelativeGate = -10;

    /// <summary>Integrated loudness, or null where nothing is loud enough or long enough (400 ms) to have one.</summary>
    public static double? IntegratedLufs(AudioBuffer audio)
    {
        ArgumentNullException.ThrowIfNull(audio);
        var weighted = Weight(audio);
        var step = (int)Math.Round(audio.SampleRate * 0.1);
        var blocks = BlockPowers(weighted, step);
        var loud = blocks.Where(power => Lufs(power) > AbsoluteGate).ToArray();
        if (loud.Length == 0)
        {
            return null;
        }

        var gate = Lufs(loud.Average()) + RelativeGate;
        return Lufs(loud.Where(power => Lufs(power) > gate).Average());
    }

    /// <summary>The two K-weighting sections at a rate, as b0, b1, b2, a1, a2 with a0 = 1.</summary>
    internal static (double[] Shelf, double[] HighPass) Filters(int sampleRate)
    {
        const double ShelfHz = 1681.974450955533, ShelfGainDb = 3.999843853973347, ShelfQ = 0.7071752369554196;
        const double PassHz = 38.13547087602444, PassQ = 0.5003270373238773;

        var k = Math.Tan(Math.PI * ShelfHz / sampleRate);
        var high = Math.Pow(10, ShelfGainDb / 20);
        var band = Math.Pow(high, 0.4996667741545416);
        var a0 = 1 + k / ShelfQ + k * k;
        double[] shelf =
        [
            (high + band * k / ShelfQ + k * k) / a0, 2 * (k * k - high) / a0, (high - band * k / ShelfQ + k * k) / a0,
            2 * (k * k - 1) / a0, (1 - k / ShelfQ + k * k) / a0,
        ];

        k = Math.Tan(Math.PI * PassHz / sampleRate);
        a0 = 1 + k / PassQ + k * k;
        return (shelf, [1, -2, 1, 2 * (k * k - 1) / a0, (1 - k / PassQ + k * k) / a0]);
    }

    private static double Lufs(double power) => power <= 0 ? double.NegativeInfinity : -0.691 + 10 * Math.Log10(power);

    private static double[] Weight(AudioBuffer audio)
    {
        var (shelf, highPass) = Filters(audio.SampleRate);
        var output = new double[audio.Samples.Length];
        double s1 = 0, s2 = 0, p1 = 0, p2 = 0;
        for (var i = 0; i < output.Length; i++)
        {
            // Transposed direct form II, both sections in one pass.
            double x = audio.Samples[i];
            var y = shelf[0] * x + s1;
            s1 = shelf[1] * x - shelf[3] * y + s2;
            s2 = shelf[2] * x - shelf[4] * y;
            var z = highPass[0] * y + p1;
            p1 = highPass[1] * y - highPass[3] * z + p2;
            p2 = highPass[2] * y - highPass[4] * z;
            output[i] = z;
        }

        return output;
    }

    private static double[] BlockPowers(double[] weighted, int step)
    {
        var steps = weighted.Length / step;
        var energies = new double[steps];
        for (var i = 0; i < steps; i++)
        {
            foreach (var sample in weighted.AsSpan(i * step, step))
            {
                energies[i] += sample * sample;
            }
        }

        var blocks = new double[Math.Max(0, steps - 3)];
        for (var i = 0; i < blocks.Length; i++)
        {
            blocks[i] = (energies[i] + energies[i + 1] + energies[i + 2] + energies[i + 3]) / (4.0 * step);
        }

        return blocks;
    }
}
