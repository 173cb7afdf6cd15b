using System.Numerics.Tensors;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Builtin;

/// <summary>
/// Speech from its parameters, pulse by pulse: at each pulse a minimum-phase response of the envelope, excited by a pulse for the
/// periodic share and by noise for the rest (after WORLD; M. Morise et al., IEICE Trans. Inf. Syst. E99-D, 2016).
/// Same track, same seed: same samples. Immutable: one instance may serve many threads.
/// </summary>
internal sealed class VocoderSynthesis
{
    private const int FftSize = 1_024;
    private const double UnvoicedPulsesHz = 500;
    private const double RumbleHz = 40;
    private const int Lead = 64; // samples before a pulse: moved by a part of a sample, its response reaches back a little

    private readonly RealFft _fft = new(FftSize);
    private readonly AxisInterpolation _mel = new(MelAxis.Frequencies, FftSize, AnalysisGrid.SampleRate);
    private readonly AxisInterpolation _noise = new(Aperiodicity.PointsHz, FftSize, AnalysisGrid.SampleRate);

    /// <param name="track">What to say. Not empty.</param>
    /// <param name="seed">Seed of noise and jitter.</param>
    /// <returns>Samples at the grid's rate, as loud as the envelopes say.</returns>
    public float[] Render(ParameterTrack track, ulong seed, CancellationToken cancellationToken)
    {
        var length = (int)((track.Count - 1) * track.FrameSamples);
        var output = new float[Math.Max(length, 1)];
        var pulses = PlacePulses(track, length, new SeededNoise(seed ^ 0x5DEECE66D));
        var noise = new SeededNoise(seed);
        var work = new Work(_fft);
        for (var p = 0; p < pulses.Count; p++)
        {
            if (p % 64 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            var pulse = pulses[p];
            var distance = p + 1 < pulses.Count ? pulses[p + 1].Sample - pulse.Sample : AnalysisGrid.FrameSamples;
            Respond(track, pulse, Math.Clamp(distance, 1, FftSize / 2), noise, work);
            Add(work.Wave.AsSpan(FftSize - Lead), output, pulse.Sample - Lead);
            Add(work.Wave.AsSpan(0, FftSize - Lead), output, pulse.Sample);
        }

        RemoveRumble(output);
        return output;
    }

    private static void Add(ReadOnlySpan<double> response, float[] output, int at)
    {
        var heard = Math.Min(response.Length, output.Length - at);
        for (var n = Math.Max(0, -at); n < heard; n++)
        {
            output[at + n] += (float)response[n];
        }
    }

    private static List<Pulse> PlacePulses(ParameterTrack track, int length, SeededNoise jitter)
    {
        var wobble = new double[track.Count];
        for (var i = 0; i < wobble.Length; i++)
        {
            wobble[i] = 1 + track.Jitter * jitter.Next();
        }

        var pulses = new List<Pulse>();
        double phase = 0;
        for (var n = 0; n < length; n++)
        {
            var at = n / track.FrameSamples;
            var frame = Math.Min((int)at, track.Count - 2);
            var part = at - frame;
            double before = track.PitchHz[frame], after = track.PitchHz[frame + 1];
            var near = part < 0.5 ? before : after;
            var hz = before > 0 && after > 0
                ? before * wobble[frame] * (1 - part) + after * wobble[frame + 1] * part
                : near;
            var step = (hz > 0 ? hz : UnvoicedPulsesHz) / AnalysisGrid.SampleRate;
            phase += step;
            if (phase >= 1)
            {
                phase -= 1;
                pulses.Add(new Pulse(n, phase / step, frame, part, near > 0 ? hz : 0));
            }
        }

        return pulses;
    }

    /// <summary>Fills the work space's wave with the response to one pulse.</summary>
    private void Respond(ParameterTrack track, Pulse pulse, int distance, SeededNoise noise, Work work)
    {
        _mel.Spread(track.LogMel[pulse.Frame], track.LogMel[pulse.Frame + 1], pulse.Part, work.Real);
        MinimumPhase(work);

        for (var n = 0; n < distance; n++)
        {
            work.Wave[n] = noise.Next();
        }

        work.Wave.AsSpan(distance).Clear();
        _fft.Forward(work.Wave, work.NoiseRe, work.NoiseIm);
        work.NoiseRe[0] = 0;
        if (pulse.Hz > 0)
        {
            _noise.Spread(track.NoiseShare[pulse.Frame], track.NoiseShare[pulse.Frame + 1], pulse.Part, work.Share);
            KeepNoiseAbovePitch(work.Share, pulse.Hz);
        }
        else
        {
            work.Share.AsSpan().Fill(1);
        }

        // The pulse fell a fraction of a sample before its sample: advance it by that.
        var pulseGain = Math.Sqrt(distance);
        var (stepIm, stepRe) = Math.SinCos(2 * Math.PI * pulse.Early / FftSize);
        double turnRe = pulseGain, turnIm = 0;
        for (var k = 0; k < work.Real.Length; k++)
        {
            var share = work.Share[k];
            var periodic = Math.Sqrt(Math.Max(1 - share * share, 0));
            var excitationRe = periodic * turnRe + share * work.NoiseRe[k];
            var excitationIm = periodic * turnIm + share * work.NoiseIm[k];
            (turnRe, turnIm) = (turnRe * stepRe - turnIm * stepIm, turnRe * stepIm + turnIm * stepRe);
            var real = work.Real[k] * excitationRe - work.Imaginary[k] * excitationIm;
            work.Imaginary[k] = work.Real[k] * excitationIm + work.Imaginary[k] * excitationRe;
            work.Real[k] = real;
        }

        // The offset stays: taken out evenly here, it would begin and end each response with a step, and steps hide weak high bands.
        _fft.Inverse(work.Real, work.Imaginary, work.Wave);
    }

    /// <summary>A voice has nothing below its pitch, but envelopes are continued down to 0 Hz: no noise there.</summary>
    private static void KeepNoiseAbovePitch(Span<double> share, double hz)
    {
        for (var k = 0; k * AnalysisGrid.SampleRate < hz * FftSize; k++)
        {
            var part = k * AnalysisGrid.SampleRate / (hz * FftSize);
            share[k] *= part * part;
        }
    }

    /// <summary>From ln power in the real parts to the complex response without delay that has this power.</summary>
    private void MinimumPhase(Work work)
    {
        TensorPrimitives.Multiply(work.Real, 0.5, work.Real);
        work.Imaginary.AsSpan().Clear();
        _fft.Inverse(work.Real, work.Imaginary, work.Wave);
        TensorPrimitives.Multiply(work.Wave.AsSpan(1, FftSize / 2 - 1), 2, work.Wave.AsSpan(1, FftSize / 2 - 1));
        work.Wave.AsSpan(FftSize / 2 + 1).Clear();
        _fft.Forward(work.Wave, work.Real, work.Imaginary);
        TensorPrimitives.Exp<double>(work.Real, work.Magnitude);
        TensorPrimitives.SinCos<double>(work.Imaginary, work.Imaginary, work.Real);
        TensorPrimitives.Multiply<double>(work.Real, work.Magnitude, work.Real);
        TensorPrimitives.Multiply<double>(work.Imaginary, work.Magnitude, work.Imaginary);
    }

    /// <summary>Second-order Butterworth high-pass: pulses of one sign leave an offset behind.</summary>
    private static void RemoveRumble(float[] samples)
    {
        var w = Math.Tan(Math.PI * RumbleHz / AnalysisGrid.SampleRate);
        var scale = 1 / (1 + Math.Sqrt(2) * w + w * w);
        double a1 = 2 * (w * w - 1) * scale, a2 = (1 - Math.Sqrt(2) * w + w * w) * scale;
        double first = 0, second = 0;
        for (var n = 0; n < samples.Length; n++)
        {
            var state = samples[n] - a1 * first - a2 * second;
            samples[n] = (float)(scale * (state - 2 * first + second));
            (second, first) = (first, state);
        }
    }

    /// <param name="Sample">First sample at or after the pulse.</param>
    /// <param name="Early">How far before that sample the pulse fell, 0 to 1.</param>
    /// <param name="Frame">Frame before it.</param>
    /// <param name="Part">Where between that frame and the next, 0 to 1.</param>
    /// <param name="Hz">Pitch there; 0 where it is a place for noise rather than a glottal pulse.</param>
    private readonly record struct Pulse(int Sample, double Early, int Frame, double Part, double Hz);

    private sealed class Work(RealFft fft)
    {
        public readonly double[] Wave = new double[fft.Size];
        public readonly double[] Real = new double[fft.Bins];
        public readonly double[] Imaginary = new double[fft.Bins];
        public readonly double[] Magnitude = new double[fft.Bins];
        public readonly double[] NoiseRe = new double[fft.Bins];
        public readonly double[] NoiseIm = new double[fft.Bins];
        public readonly double[] Share = new double[fft.Bins];
    }
}
