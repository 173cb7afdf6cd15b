namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// Reads a signal at times that fall between its samples: Kaiser-windowed sinc, 16 zero crossings on each side, for the band that
/// marks use (pass band to 0.86 of half the lower rate, stop band -70 dB from 1.14 of it on). Immutable.
/// </summary>
/// <remarks>
/// Not a converter for audio that people hear: only the mark, which ends at 6.7 kHz, and what is measured pass through it. It
/// counts samples from a common origin, so that parts of a stream meet without a seam.
/// </remarks>
internal sealed class MarkResampler
{
    private const int Crossings = 16;
    private const double Beta = 6.8;
    private readonly int _up; // output rate over the common divisor
    private readonly int _down; // input rate over the common divisor
    private readonly int _reach; // taps on each side
    private readonly float[] _taps; // (up phases, 2 * reach)

    /// <param name="from">Rate of the signal, in Hz.</param>
    /// <param name="to">Rate wanted, in Hz.</param>
    public MarkResampler(int from, int to)
    {
        var divisor = (int)System.Numerics.BigInteger.GreatestCommonDivisor(from, to);
        _up = to / divisor;
        _down = from / divisor;
        var cutoff = Math.Min(1.0, (double)to / from); // relative to half the input rate
        _reach = (int)Math.Ceiling(Crossings / cutoff);
        _taps = new float[_up * 2 * _reach];
        for (var phase = 0; phase < _up; phase++)
        {
            for (var tap = 0; tap < 2 * _reach; tap++)
            {
                // Distance from the wanted instant to the input sample, in input samples.
                var distance = tap - _reach + 1 - ((double)phase / _up);
                var edge = distance / _reach;
                _taps[(phase * 2 * _reach) + tap] = Math.Abs(edge) >= 1
                    ? 0
                    : (float)(cutoff * Sinc(cutoff * distance) * Bessel(Beta * Math.Sqrt(1 - (edge * edge))) / Bessel(Beta));
            }
        }
    }

    /// <summary>Samples of input that an output sample may reach on either side.</summary>
    public int Reach => _reach;

    /// <summary>Fills <paramref name="output"/> with the samples from number <paramref name="first"/> on, counted at the new rate.</summary>
    /// <param name="input">Samples; what lies outside counts as 0.</param>
    /// <param name="inputStart">Number of the first input sample, counted at the old rate from the same origin.</param>
    /// <param name="output">Receives the samples.</param>
    /// <param name="first">Number of the first output sample.</param>
    public void Resample(ReadOnlySpan<float> input, long inputStart, Span<float> output, long first)
    {
        var width = 2 * _reach;
        for (var i = 0; i < output.Length; i++)
        {
            var position = (first + i) * _down;
            var whole = Math.DivRem(position, _up, out var phase);
            if (phase < 0)
            {
                phase += _up;
                whole--;
            }

            var start = (int)(whole - _reach + 1 - inputStart);
            var taps = _taps.AsSpan((int)phase * width, width);
            if (start >= 0 && start + width <= input.Length)
            {
                output[i] = Lanes.Dot(input.Slice(start, width), taps);
            }
            else
            {
                var low = Math.Clamp(-start, 0, width);
                var high = Math.Clamp(input.Length - start, low, width);
                output[i] = high > low ? Lanes.Dot(input[(start + low)..(start + high)], taps[low..high]) : 0;
            }
        }
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    private static double Bessel(double x)
    {
        var sum = 1.0;
        var term = 1.0;
        for (var k = 1; k < 40; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }

        return sum;
    }
}
