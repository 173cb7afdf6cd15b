namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// How loud an added noise may be, per Bark band, before speech no longer hides it. Full scale counts as 92 dB of sound pressure.
/// Immutable.
/// </summary>
/// <remarks>
/// Spread of excitation 10 dB per Bark upwards and 25 dB downwards, masking offset 6 dB growing by 0.15 dB per Bark, threshold in
/// quiet after Terhardt, "Calculating virtual pitch", Hearing Research 1, 1979.
/// </remarks>
internal sealed class MaskingModel
{
    private const double FullScaleDb = 92;
    private readonly int[] _barkOfBin = new int[MarkGrid.Bins];
    private readonly float[] _spread; // (barks, barks), with the offset
    private readonly float[] _quiet; // (barks)

    public MaskingModel()
    {
        var raw = new int[MarkGrid.Bins];
        for (var bin = 0; bin < MarkGrid.Bins; bin++)
        {
            var hz = (double)bin * MarkGrid.Rate / MarkGrid.Frame;
            raw[bin] = (int)((13 * Math.Atan(0.00076 * hz)) + (3.5 * Math.Atan(Math.Pow(hz / 7500, 2))));
        }

        Barks = raw[^1] + 1;
        raw.CopyTo(_barkOfBin, 0);
        _spread = new float[Barks * Barks];
        _quiet = new float[Barks];
        for (var band = 0; band < Barks; band++)
        {
            for (var masker = 0; masker < Barks; masker++)
            {
                var distance = band - masker;
                var spread = distance >= 0 ? Math.Pow(10, -1.0 * distance) : Math.Pow(10, 2.5 * distance);
                _spread[(band * Barks) + masker] = (float)(spread * Math.Pow(10, -(6 + (0.15 * band)) / 10));
            }

            var bins = Enumerable.Range(0, MarkGrid.Bins).Where(bin => raw[bin] == band).ToArray();
            var khz = Math.Max(0.05, bins.Length == 0 ? 0.05 : bins.Average() * MarkGrid.Rate / MarkGrid.Frame / 1000);
            var db = (3.64 * Math.Pow(khz, -0.8)) - (6.5 * Math.Exp(-0.6 * Math.Pow(khz - 3.3, 2))) + (1e-3 * Math.Pow(khz, 4));

            // A full-scale sine through the sine window peaks at (sum of the window / 2) squared.
            var fullScale = Math.Pow(MarkGrid.Frame / Math.PI, 2);
            _quiet[band] = (float)(fullScale * Math.Pow(10, (db - FullScaleDb) / 10));
        }
    }

    /// <summary>Bark bands up to 8 kHz.</summary>
    public int Barks { get; }

    /// <summary>Bark band of a bin.</summary>
    public int BarkOf(int bin) => _barkOfBin[bin];

    /// <summary>Energy that stays hidden in each Bark band.</summary>
    /// <param name="power">Power per bin. Length 129.</param>
    /// <param name="thresholds">Receives the thresholds. Length <see cref="Barks"/>.</param>
    public void Thresholds(ReadOnlySpan<float> power, Span<float> thresholds)
    {
        Span<float> energy = stackalloc float[Barks];
        energy.Clear();
        for (var bin = 0; bin < power.Length; bin++)
        {
            energy[_barkOfBin[bin]] += power[bin];
        }

        for (var band = 0; band < Barks; band++)
        {
            thresholds[band] = Math.Max(Lanes.Dot(energy, _spread.AsSpan(band * Barks, Barks)), _quiet[band]);
        }
    }
}
