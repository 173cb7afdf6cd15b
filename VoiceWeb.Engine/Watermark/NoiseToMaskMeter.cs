using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// How far an added noise stays under what speech hides: energy of the noise over the masking threshold, per frame of 40 to 90 ms and
/// Bark band, over all frames that are not silent. Full scale counts as 92 dB of sound pressure. Not thread-safe: keeps its work space.
/// </summary>
/// <remarks>
/// Spread of excitation 10 dB per Bark upwards and 25 dB downwards, masking offset 6 dB growing by 0.15 dB per Bark, threshold in
/// quiet after Terhardt, "Calculating virtual pitch", Hearing Research 1, 1979.
/// </remarks>
internal sealed class NoiseToMaskMeter
{
    private const double FullScaleDb = 92;
    private const double Silent = 1e-6; // of the loudest frame's energy
    private readonly RealFft _fft;
    private readonly int[] _bandOfBin;
    private readonly double[] _window;
    private readonly double[] _frame;
    private readonly double[] _real;
    private readonly double[] _imaginary;
    private readonly double[] _spread; // (bands, bands), with the offset
    private readonly double[] _quiet; // (bands)

    /// <param name="rate">Sample rate in Hz.</param>
    public NoiseToMaskMeter(int rate)
    {
        var size = rate <= 24_000 ? 1024 : 2048;
        _fft = new RealFft(size);
        _frame = new double[size];
        _real = new double[_fft.Bins];
        _imaginary = new double[_fft.Bins];
        _window = [.. Enumerable.Range(0, size).Select(i => (0.5 - (0.5 * Math.Cos(2 * Math.PI * i / size))) / (size / 2.0))];
        var hertz = Enumerable.Range(0, _fft.Bins).Select(k => (double)k * rate / size).ToArray();
        var bark = Array.ConvertAll(hertz, f => (int)((13 * Math.Atan(0.00076 * f)) + (3.5 * Math.Atan(Math.Pow(f / 7500, 2)))));
        var used = bark.Distinct().Order().ToArray();
        _bandOfBin = Array.ConvertAll(bark, band => Array.IndexOf(used, band));
        Bands = used.Length;
        _quiet = Array.ConvertAll(used, band => Quiet(hertz.Where((_, k) => bark[k] == band).Average()));
        _spread = new double[Bands * Bands];
        for (var band = 0; band < Bands; band++)
        {
            for (var masker = 0; masker < Bands; masker++)
            {
                var distance = band - masker;
                var spread = Math.Pow(10, distance >= 0 ? -distance : 2.5 * distance);
                _spread[(band * Bands) + masker] = spread * Math.Pow(10, -(6 + (0.15 * band)) / 10);
            }
        }
    }

    /// <summary>Bark bands up to half the rate.</summary>
    public int Bands { get; }

    /// <summary>Mean ratio of energies, and the part of the frames and bands in which it is over 1.</summary>
    /// <param name="host">The speech.</param>
    /// <param name="noise">What is added. As long as the speech.</param>
    /// <returns>0 and 0 where there is no speech.</returns>
    public (double Mean, double Over) Measure(ReadOnlySpan<float> host, ReadOnlySpan<float> noise)
    {
        var hop = _fft.Size / 2;
        var frames = (host.Length / hop) + 1;
        var speech = new double[frames * Bands];
        var totals = new double[frames];
        for (var t = 0; t < frames; t++)
        {
            var bands = speech.AsSpan(t * Bands, Bands);
            Energies(host, (t - 1) * hop, bands);
            foreach (var energy in bands)
            {
                totals[t] += energy;
            }
        }

        var least = Silent * totals.Max();
        var mark = new double[Bands];
        double sum = 0;
        int count = 0, over = 0;
        for (var t = 0; t < frames; t++)
        {
            if (totals[t] <= least)
            {
                continue;
            }

            Energies(noise, (t - 1) * hop, mark);
            for (var band = 0; band < Bands; band++)
            {
                var excitation = 0.0;
                for (var masker = 0; masker < Bands; masker++)
                {
                    excitation += _spread[(band * Bands) + masker] * speech[(t * Bands) + masker];
                }

                var ratio = mark[band] / Math.Max(excitation, _quiet[band]);
                sum += ratio;
                over += ratio > 1 ? 1 : 0;
                count++;
            }
        }

        return count == 0 ? (0, 0) : (sum / count, (double)over / count);
    }

    private static double Quiet(double hertz)
    {
        var khz = Math.Max(hertz, 50) / 1000;
        var db = (3.64 * Math.Pow(khz, -0.8)) - (6.5 * Math.Exp(-0.6 * Math.Pow(khz - 3.3, 2))) + (1e-3 * Math.Pow(khz, 4));
        return Math.Pow(10, (db - FullScaleDb) / 10);
    }

    // Scaled so that a sine of amplitude 1 has a quarter in its bin.
    private void Energies(ReadOnlySpan<float> x, int start, Span<double> bands)
    {
        for (var i = 0; i < _frame.Length; i++)
        {
            _frame[i] = (uint)(start + i) < (uint)x.Length ? x[start + i] * _window[i] : 0;
        }

        _fft.Forward(_frame, _real, _imaginary);
        bands.Clear();
        for (var k = 0; k < _real.Length; k++)
        {
            bands[_bandOfBin[k]] += (_real[k] * _real[k]) + (_imaginary[k] * _imaginary[k]);
        }
    }
}
