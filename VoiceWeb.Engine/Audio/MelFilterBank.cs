namespace VoiceWeb.Engine.Audio;

/// <summary>
/// Folds a power spectrum into mel bands with triangular filters on the HTK mel scale (2595 log10(1 + f / 700)).
/// Immutable once built: one instance may serve many threads.
/// </summary>
/// <remarks>
/// Filters peak at 1 (no area normalisation), so a flat spectrum gives band energies that grow with bandwidth.
/// Where bands are narrower than a bin, a band may hold no bin at all and stays 0. Allocates only in the constructor.
/// </remarks>
internal sealed class MelFilterBank
{
    private readonly int[] _first; // (bands): first bin with weight
    private readonly float[][] _weights; // (bands)(bins with weight)

    /// <param name="sampleRate">Sample rate of the analysed audio, in Hz. Positive.</param>
    /// <param name="fftSize">FFT length in samples. Even, at least 2.</param>
    /// <param name="bands">Number of mel bands. Positive.</param>
    /// <param name="lowHz">Lower edge of the first band, in Hz. Not negative.</param>
    /// <param name="highHz">Upper edge of the last band, in Hz; null for half the sample rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its stated range.</exception>
    public MelFilterBank(int sampleRate, int fftSize, int bands, double lowHz = 0, double? highHz = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        ArgumentOutOfRangeException.ThrowIfLessThan(fftSize, 2);
        ArgumentOutOfRangeException.ThrowIfNotEqual(fftSize % 2, 0, nameof(fftSize));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bands);
        ArgumentOutOfRangeException.ThrowIfNegative(lowHz);
        var top = highHz ?? sampleRate / 2.0;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(top, lowHz, nameof(highHz));

        Bands = bands;
        Bins = fftSize / 2 + 1;
        _first = new int[bands];
        _weights = new float[bands][];
        double low = ToMel(lowHz), step = (ToMel(top) - low) / (bands + 1);
        for (var band = 0; band < bands; band++)
        {
            double left = FromMel(low + band * step), centre = FromMel(low + (band + 1) * step), right = FromMel(low + (band + 2) * step);
            var weights = new List<float>();
            for (var bin = 0; bin < Bins; bin++)
            {
                var frequency = (double)bin * sampleRate / fftSize;
                var weight = Math.Min((frequency - left) / (centre - left), (right - frequency) / (right - centre));
                if (weight <= 0)
                {
                    continue;
                }

                if (weights.Count == 0)
                {
                    _first[band] = bin;
                }

                weights.Add((float)weight);
            }

            _weights[band] = [.. weights];
        }
    }

    /// <summary>Number of mel bands.</summary>
    public int Bands { get; }

    /// <summary>Number of bins in a power spectrum: FFT length / 2 + 1.</summary>
    public int Bins { get; }

    /// <summary>Sums one frame of power into mel bands.</summary>
    /// <param name="power">Power per bin, linear (not dB). Length <see cref="Bins"/>.</param>
    /// <param name="mel">Receives energy per band, linear. Length <see cref="Bands"/>.</param>
    /// <exception cref="ArgumentException">A span has the wrong length.</exception>
    public void Apply(ReadOnlySpan<float> power, Span<float> mel)
    {
        if (power.Length != Bins)
        {
            throw new ArgumentException($"Expected {Bins} power bins, got {power.Length}.", nameof(power));
        }

        if (mel.Length != Bands)
        {
            throw new ArgumentException($"Expected room for {Bands} bands, got {mel.Length}.", nameof(mel));
        }

        for (var band = 0; band < mel.Length; band++)
        {
            mel[band] = DotProduct.Of(_weights[band], power[_first[band]..]);
        }
    }

    /// <summary>Weight of one bin in one band, 0 to 1.</summary>
    public float Weight(int band, int bin)
    {
        var at = bin - _first[band];
        return at >= 0 && at < _weights[band].Length ? _weights[band][at] : 0;
    }

    private static double ToMel(double hertz) => 2_595 * Math.Log10(1 + hertz / 700);

    private static double FromMel(double mel) => 700 * (Math.Pow(10, mel / 2_595) - 1);
}
