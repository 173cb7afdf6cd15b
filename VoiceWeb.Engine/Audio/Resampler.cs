using System.Collections.Concurrent;

namespace VoiceWeb.Engine.Audio;

/// <summary>
/// Changes the sample rate by a windowed sinc, without delay: sample 0 stays at time 0. Immutable once built: one instance may
/// serve many threads. Pass band (within 0.001 dB) to 90 % of half the lower rate; from half the lower rate on, attenuated by at
/// least 95 dB.
/// </summary>
/// <remarks>
/// Kaiser window designed for 100 dB (Kaiser's formulas for length and shape), ratio reduced to lowest terms, one row of taps per
/// phase. Ratios whose table would be too large take rows from a table of 1024 phases, interpolated linearly.
/// Every row sums to 1, so a constant stays that constant away from the edges; beyond the edges the signal counts as zero.
/// </remarks>
public sealed class Resampler
{
    private const double AttenuationDb = 100;
    private const double PassFraction = 0.9; // of half the lower rate
    private const int MaxExactTaps = 2_000_000;
    private const int InterpolatedPhases = 1024; // per sample at the lower rate
    private const int MaxShared = 64; // keeps a stream of odd rates from filling the memory with tables

    private static readonly ConcurrentDictionary<(int From, int To), Resampler> Shared = new();

    private readonly int _up;
    private readonly int _down;
    private readonly int _taps; // per row; even
    private readonly int _rows; // phases in the table; the interpolated table has one row more
    private readonly bool _exact;
    private readonly float[] _table; // (rows, taps)

    /// <param name="fromRate">Rate of the input in Hz. Positive.</param>
    /// <param name="toRate">Rate of the output in Hz. Positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is not positive.</exception>
    public Resampler(int fromRate, int toRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fromRate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(toRate);
        FromRate = fromRate;
        ToRate = toRate;
        var divisor = (int)System.Numerics.BigInteger.GreatestCommonDivisor(fromRate, toRate);
        _up = toRate / divisor;
        _down = fromRate / divisor;

        // Everything below is in samples of the input; the lower rate sets the band.
        var lower = Math.Min(1.0, (double)toRate / fromRate);
        var transition = 0.5 * lower * (1 - PassFraction);
        var cutoff = 0.5 * lower - transition / 2;
        var length = (AttenuationDb - 7.95) / (14.36 * transition);
        _taps = checked(2 * (int)Math.Ceiling(length / 2));
        _exact = (long)_up * _taps <= MaxExactTaps;
        _rows = _exact ? _up : Math.Max(2, (int)Math.Ceiling(InterpolatedPhases * lower));
        _table = BuildTable(_exact ? _rows : _rows + 1, _rows, _taps, cutoff);
    }

    /// <summary>Rate of the input in Hz.</summary>
    public int FromRate { get; }

    /// <summary>Rate of the output in Hz.</summary>
    public int ToRate { get; }

    /// <summary>A resampler for these rates, built once and shared.</summary>
    public static Resampler Between(int fromRate, int toRate)
    {
        if (Shared.TryGetValue((fromRate, toRate), out var known))
        {
            return known;
        }

        var built = new Resampler(fromRate, toRate);
        if (Shared.Count < MaxShared)
        {
            Shared.TryAdd((fromRate, toRate), built);
        }

        return built;
    }

    /// <summary>The same sound at another rate; the buffer itself where it has that rate already.</summary>
    public static AudioBuffer Convert(AudioBuffer audio, int toRate)
    {
        ArgumentNullException.ThrowIfNull(audio);
        return audio.SampleRate == toRate
            ? audio
            : new AudioBuffer(Between(audio.SampleRate, toRate).Apply(audio.Samples), toRate);
    }

    /// <summary>Samples that come out for so many going in: ceil(input * to / from).</summary>
    /// <exception cref="OverflowException">The output would not fit an array.</exception>
    public int OutputLength(int inputLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(inputLength);
        return checked((int)(((long)inputLength * _up + _down - 1) / _down));
    }

    /// <summary>Resamples a whole signal.</summary>
    /// <param name="input">Samples at <see cref="FromRate"/>.</param>
    /// <returns>Samples at <see cref="ToRate"/>; as many as <see cref="OutputLength"/> says.</returns>
    public float[] Apply(ReadOnlySpan<float> input)
    {
        var output = new float[OutputLength(input.Length)];
        Apply(input, output);
        return output;
    }

    /// <summary>Resamples a whole signal into a buffer at hand.</summary>
    /// <param name="input">Samples at <see cref="FromRate"/>.</param>
    /// <param name="output">Receives the samples at <see cref="ToRate"/>. Length as <see cref="OutputLength"/> says.</param>
    /// <exception cref="ArgumentException">The output has the wrong length.</exception>
    public void Apply(ReadOnlySpan<float> input, Span<float> output)
    {
        var expected = OutputLength(input.Length);
        if (output.Length != expected)
        {
            throw new ArgumentException($"Expected room for {expected} samples, got {output.Length}.", nameof(output));
        }

        if (_up == _down)
        {
            input.CopyTo(output);
            return;
        }

        // With zeros on both sides the inner loop needs no edge case.
        var padded = new float[checked(input.Length + 2 * _taps)];
        input.CopyTo(padded.AsSpan(_taps / 2 - 1));
        if (_exact)
        {
            ApplyExact(padded, output);
        }
        else
        {
            ApplyInterpolated(padded, output);
        }
    }

    private void ApplyExact(ReadOnlySpan<float> padded, Span<float> output)
    {
        int at = 0, phase = 0;
        int wholeStep = _down / _up, phaseStep = _down % _up;
        for (var n = 0; n < output.Length; n++)
        {
            output[n] = DotProduct.Of(padded.Slice(at, _taps), _table.AsSpan(phase * _taps, _taps));
            at += wholeStep;
            phase += phaseStep;
            if (phase >= _up)
            {
                phase -= _up;
                at++;
            }
        }
    }

    private void ApplyInterpolated(ReadOnlySpan<float> padded, Span<float> output)
    {
        for (var n = 0; n < output.Length; n++)
        {
            var position = Math.DivRem((long)n * _down, _up, out var remainder);
            var inTable = (double)remainder / _up * _rows;
            var row = (int)inTable;
            var share = (float)(inTable - row);
            var signal = padded.Slice((int)position, _taps);
            var before = DotProduct.Of(signal, _table.AsSpan(row * _taps, _taps));
            var after = DotProduct.Of(signal, _table.AsSpan((row + 1) * _taps, _taps));
            output[n] = before + share * (after - before);
        }
    }

    private static float[] BuildTable(int rows, int phases, int taps, double cutoff)
    {
        var table = new float[checked(rows * taps)];
        var beta = 0.1102 * (AttenuationDb - 8.7);
        var half = taps / 2;
        var scale = 1 / BesselI0(beta);
        var row = new double[taps];
        for (var phase = 0; phase < rows; phase++)
        {
            double sum = 0;
            for (var k = 0; k < taps; k++)
            {
                // Distance in input samples from the output's position to tap k.
                var distance = (double)phase / phases - (k - half + 1);
                var inWindow = 1 - distance * distance / ((double)half * half);
                var angle = 2 * Math.PI * cutoff * distance;
                var sinc = Math.Abs(angle) < 1e-9 ? 1 : Math.Sin(angle) / angle;
                row[k] = inWindow <= 0 ? 0 : sinc * BesselI0(beta * Math.Sqrt(inWindow)) * scale;
                sum += row[k];
            }

            for (var k = 0; k < taps; k++)
            {
                table[phase * taps + k] = (float)(row[k] / sum);
            }
        }

        return table;
    }

    private static double BesselI0(double x)
    {
        // Power series of the modified Bessel function; converges quickly for the arguments of a Kaiser window.
        double sum = 1, term = 1;
        for (var k = 1; term > sum * 1e-17; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }

        return sum;
    }
}
