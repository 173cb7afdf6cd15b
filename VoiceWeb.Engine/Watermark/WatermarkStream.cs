using System.Diagnostics.CodeAnalysis;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// Marks one rendering part by part, so that the first sentence can be heard before the last is made. The pattern runs on over the
/// seams: a stretch that begins in one part and ends in the next reads like any other. Not thread-safe: parts come in order.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is a stream of parts, not of bytes, and the field calls it so.")]
public sealed class WatermarkStream
{
    private const double HistorySeconds = 0.06; // what a frame and the resampler may reach back
    private const double FadeSeconds = 0.003; // over which the mark dies away at a seam, so that it cannot click
    private const double TailSeconds = 12; // of what was marked, kept for the blind read-back
    private const double BlindSeconds = 6; // of speech, from which a blind read-back must succeed
    private const int Attempts = 3;
    private const int Passes = 3; // of making a mark softer that was cut off at full scale
    private const double TargetNoiseToMaskDb = -12.15; // over the part, as heard at its own rate
    private const double MostInPausesDb = -71; // of full scale, mean over the pauses of a part
    private const double LeastScale = 0.5;
    private const double MostScale = 1.6;

    private readonly MarkPattern _pattern;
    private readonly PayloadCode _code;
    private readonly CodeWord _word;
    private readonly int _rate;
    private readonly Func<float[], float[]>? _tamper;
    private readonly MarkShaper _shaper = new();
    private readonly Readback _readback;
    private readonly MarkResampler _down;
    private readonly MarkResampler _up;
    private readonly NoiseToMaskMeter _meter;
    private readonly SketchBuilder _sketch = new();
    private float[] _history = []; // unmarked samples before the next part
    private float[] _tail = []; // marked, 16 kHz
    private long _position; // of the next part, in samples
    private float _loudPower;
    private bool _failed;

    internal WatermarkStream(MarkPattern pattern, PayloadCode code, WatermarkId id, int sampleRate, Func<float[], float[]>? tamper)
    {
        _pattern = pattern;
        _code = code;
        _word = code.Encode(id);
        _rate = sampleRate;
        _tamper = tamper;
        _readback = new Readback(pattern, code);
        _down = new MarkResampler(sampleRate, MarkGrid.Rate);
        _up = new MarkResampler(MarkGrid.Rate, sampleRate);
        _meter = new NoiseToMaskMeter(sampleRate);
        Id = id;
    }

    /// <summary>What the mark says.</summary>
    public WatermarkId Id { get; }

    /// <summary>
    /// Marks the next part. Every part is read back against its own unmarked samples: the cells that can carry the mark must carry
    /// it. Once six seconds of speech have come by, the id must also be read blind from the last twelve seconds. A part that is
    /// silent passes as it is, since it holds no speech to trace.
    /// </summary>
    /// <param name="part">Unmarked speech, at the rate of the stream.</param>
    /// <returns>As many samples; within ±1 if the part is.</returns>
    /// <exception cref="ArgumentException">The part has another rate.</exception>
    /// <exception cref="MarkFailedException">The mark could not be read back, now or before. The audio must not leave.</exception>
    public WatermarkedAudio Mark(AudioBuffer part)
    {
        ArgumentNullException.ThrowIfNull(part);
        if (part.SampleRate != _rate)
        {
            throw new ArgumentException($"The stream runs at {_rate} Hz, the part at {part.SampleRate} Hz.", nameof(part));
        }

        if (_failed)
        {
            throw new MarkFailedException("An earlier part of this rendering could not be marked; start a new one.");
        }

        // Set until the part has been read back, so that no exception on the way leaves a usable stream behind.
        _failed = true;
        if (!part.Samples.All(float.IsFinite))
        {
            throw new MarkFailedException("The audio holds samples that are not numbers.");
        }

        var marked = MarkPart(part.Samples);
        _position += part.Samples.Length;
        _failed = false;
        return new WatermarkedAudio(new AudioBuffer(marked, _rate), Id, _sketch.Build());
    }

    private float[] MarkPart(float[] samples)
    {
        if (samples.Length == 0)
        {
            return [];
        }

        float[] joined = [.. _history, .. samples];
        var joinedStart = _position - _history.Length;
        var from = _position * MarkGrid.Rate / _rate;
        var to = ((_position + samples.Length) * MarkGrid.Rate / _rate) + 1;
        var start = from - (2 * MarkGrid.Frame);
        var signal = new float[(int)(to + (2 * MarkGrid.Frame) - start)];
        _down.Resample(joined, joinedStart, signal, start);
        var first = from / MarkGrid.Hop;
        var host = new HostFrames(signal, start, first, (int)((to / MarkGrid.Hop) + 2 - first));
        _loudPower = Math.Max(_loudPower * 0.5f, host.LoudPower());

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            // A second and third attempt may be 1.5 and 3 dB stronger: better a trace of the mark heard than an untraceable voice.
            var gains = _shaper.Shape(host, _pattern, _word, _loudPower);
            var delta = new float[signal.Length];
            host.Render(gains, delta, start);
            var change = Change(samples.Length, delta, start);
            var stronger = Math.Pow(10, attempt * 1.5 / 20);
            var scale = (float)(Scale(samples, change) * stronger);
            Multiply(gains, scale);
            Multiply(change, scale);
            var marked = Add(samples, change);
            for (var pass = 0; pass < Passes && Excess(samples, change, marked, stronger) is { } excess; pass++)
            {
                Multiply(gains, 1 / excess);
                Multiply(change, 1 / excess);
                marked = Add(samples, change);
            }

            if (_tamper is not null)
            {
                marked = _tamper(marked);
            }

            if (ReadsBack(host, marked, joined, joinedStart, gains, signal, start, from, to))
            {
                _sketch.Add(host, (to - 1) / MarkGrid.Hop);
                _history = joined[^Math.Min(joined.Length, (int)(HistorySeconds * _rate))..];
                return marked;
            }
        }

        throw new MarkFailedException("The mark could not be read back from the audio, so it was held back.");
    }

    private static void Multiply(Span<float> values, float factor)
    {
        foreach (ref var value in values)
        {
            value *= factor;
        }
    }

    private static float[] Add(float[] samples, float[] change)
    {
        var marked = new float[samples.Length];
        for (var i = 0; i < marked.Length; i++)
        {
            var host = samples[i];
            var sum = host + change[i];

            // The mark never pushes a sample over full scale that was not over it before.
            marked[i] = Math.Abs(sum) <= 1 || Math.Abs(sum) <= Math.Abs(host) ? sum
                : Math.Abs(host) >= 1 ? host : Math.Clamp(sum, -1, 1);
        }

        return marked;
    }

    /// <summary>The mark at the rate of the stream, dying away at the seams.</summary>
    private float[] Change(int samples, float[] delta, long start)
    {
        var change = new float[samples];
        _up.Resample(delta, start, change, _position);
        var fade = Math.Min(change.Length / 2, (int)(FadeSeconds * _rate));
        for (var i = 0; i < fade; i++)
        {
            var factor = (i + 0.5f) / fade;
            change[^(i + 1)] *= factor;
            change[i] *= _position == 0 ? 1 : factor;
        }

        return change;
    }

    /// <summary>The factor that brings the mark to what the part's speech hides: no louder, and no weaker either.</summary>
    private double Scale(float[] samples, float[] change)
    {
        var (mean, _) = _meter.Measure(samples, change);
        var masked = mean <= 0 ? 1 : Math.Sqrt(Math.Pow(10, TargetNoiseToMaskDb / 10) / mean);
        var pauses = PauseMeter.Measure(samples, change, _rate);
        var quiet = pauses <= 0 ? masked : Math.Sqrt(Math.Pow(10, MostInPausesDb / 10) / pauses);
        return Math.Clamp(Math.Min(masked, quiet), LeastScale, MostScale);
    }

    /// <summary>
    /// By how much a mark that was cut off at full scale is louder than it may be, since cutting is heard where the mark is not; null where
    /// nothing was cut or it is no louder.
    /// </summary>
    private float? Excess(float[] samples, float[] change, float[] marked, double stronger)
    {
        const double Tolerance = 1.005;
        var cut = false;
        var added = new float[marked.Length];
        for (var i = 0; i < marked.Length; i++)
        {
            added[i] = marked[i] - samples[i];
            cut |= marked[i] != samples[i] + change[i];
        }

        if (!cut)
        {
            return null;
        }

        var (mean, _) = _meter.Measure(samples, added);
        var over = Math.Sqrt(mean / Math.Pow(10, TargetNoiseToMaskDb / 10)) / stronger;
        return over > Tolerance ? (float)over : null;
    }

    private bool ReadsBack(
        HostFrames host, float[] marked, float[] joined, long joinedStart, float[] gains, float[] signal, long start, long from, long to)
    {
        if (marked.Length != joined.Length - (int)(_position - joinedStart))
        {
            return false;
        }

        var after = (float[])joined.Clone();
        marked.CopyTo(after.AsSpan(after.Length - marked.Length));
        var markedSignal = new float[signal.Length];
        _down.Resample(after, joinedStart, markedSignal, start);
        var markedFrames = new HostFrames(markedSignal, start, host.First, host.Count);
        if (!_readback.Agrees(host, markedFrames, _word, gains))
        {
            return false;
        }

        float[] tail = [.. _tail, .. markedSignal.AsSpan((int)(from - start), (int)(to - 1 - from))];
        tail = tail[^Math.Min(tail.Length, (int)(TailSeconds * MarkGrid.Rate))..];
        if (!_readback.Reads(tail, Id, BlindSeconds))
        {
            return false;
        }

        _tail = tail;
        return true;
    }
}
