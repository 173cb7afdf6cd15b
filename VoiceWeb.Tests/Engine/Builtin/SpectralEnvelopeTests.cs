using VoiceWeb.Engine.Builtin;

namespace VoiceWeb.Tests.Engine.Builtin;

public sealed class SpectralEnvelopeTests
{
    private static readonly (double Hz, double Width)[] Formants = [(600, 130), (1_400, 160), (2_600, 220), (3_700, 300), (5_200, 400)];

    [Fact]
    public void The_filter_behind_a_pulse_train_is_found_whatever_the_pitch()
    {
        double[] pitches = [80, 120, 200, 300];
        var measured = pitches.Select(Measure).ToArray();
        double[] truth = [.. MelAxis.Frequencies.Select(FilterLogPower)];
        foreach (var envelope in measured)
        {
            Assert.InRange(DistanceDb(envelope, truth), 0, 2);
            foreach (var other in measured)
            {
                Assert.InRange(DistanceDb(envelope, other), 0, 2);
            }
        }

        Assert.InRange(DistanceDb(measured[0], measured[1]), 0, 1);
    }

    [Fact]
    public void Silence_gives_finite_numbers()
    {
        var envelope = new float[MelAxis.Points];
        new SpectralEnvelope().Measure(new float[4_000], 2_000, 0, envelope);
        Assert.All(envelope, value => Assert.True(float.IsFinite(value)));
    }

    private static float[] Measure(double pitch)
    {
        // A train of band-limited pulses through a cascade of resonators.
        const int Length = 12_000;
        var wave = new double[Length];
        for (var h = 1; h * pitch < 11_500; h++)
        {
            for (var n = 0; n < Length; n++)
            {
                wave[n] += Math.Sqrt(AnalysisGrid.SampleRate / pitch) * 2 * pitch / AnalysisGrid.SampleRate
                    * Math.Cos(2 * Math.PI * h * pitch * n / AnalysisGrid.SampleRate);
            }
        }

        foreach (var (hz, width) in Formants)
        {
            var (a1, a2) = Resonator(hz, width);
            for (var n = 2; n < Length; n++)
            {
                wave[n] -= a1 * wave[n - 1] + a2 * wave[n - 2];
            }
        }

        var frames = new List<float[]>();
        for (var centre = 6_000; centre < 6_400; centre += 37)
        {
            var envelope = new float[MelAxis.Points];
            new SpectralEnvelope().Measure([.. wave.Select(x => (float)x)], centre, pitch, envelope);
            frames.Add(envelope);
        }

        return [.. Enumerable.Range(0, MelAxis.Points).Select(p => frames.Average(f => f[p]))];
    }

    private static (double A1, double A2) Resonator(double hz, double width)
    {
        var r = Math.Exp(-Math.PI * width / AnalysisGrid.SampleRate);
        return (-2 * r * Math.Cos(2 * Math.PI * hz / AnalysisGrid.SampleRate), r * r);
    }

    private static double FilterLogPower(double hz)
    {
        double log = 0;
        foreach (var (centre, width) in Formants)
        {
            var (a1, a2) = Resonator(centre, width);
            var w = 2 * Math.PI * hz / AnalysisGrid.SampleRate;
            double re = 1 + a1 * Math.Cos(w) + a2 * Math.Cos(2 * w), im = -a1 * Math.Sin(w) - a2 * Math.Sin(2 * w);
            log -= Math.Log(re * re + im * im);
        }

        return log;
    }

    /// <summary>RMS over 100..7000 Hz after the mean difference is taken out.</summary>
    private static double DistanceDb(IEnumerable<float> one, IEnumerable<float> other) => DistanceDb(one, other.Select(x => (double)x).ToArray());

    private static double DistanceDb(IEnumerable<float> one, double[] other)
    {
        double[] difference = [.. one.Select((x, p) => 10 / Math.Log(10) * (x - other[p]))
            .Where((_, p) => MelAxis.Frequencies[p] is > 100 and < 7_000)];
        var mean = difference.Average();
        return Math.Sqrt(difference.Average(d => (d - mean) * (d - mean)));
    }
}
