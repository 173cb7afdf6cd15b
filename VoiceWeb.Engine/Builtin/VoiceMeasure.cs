using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Builtin;

/// <summary>What a listener would compare of two recordings of one voice, whatever they say.</summary>
/// <param name="SpectrumDb">Long-term spectrum of voiced speech in mel bands, unit total power. One a band of <see cref="BandsHz"/>.</param>
/// <param name="HissDb">
/// Spectrum of unvoiced speech in the same bands, against the power of voiced speech; empty where there is too little of either.
/// </param>
/// <param name="AperiodicityDb">Median aperiodicity of voiced frames, one a point.</param>
/// <param name="LogPitch">log2 of the pitch of every voiced frame.</param>
internal sealed record VoiceMeasure(double[] SpectrumDb, double[] HissDb, double[] AperiodicityDb, double[] LogPitch)
{
    private const int Bands = 80;
    private const double LowestHz = 50;
    private const double HighestHz = 11_500;
    private const double FloorDb = -60;
    private const int AperiodicityStride = 4; // voiced frames: a median needs no more
    private const int LeastFrames = 40;

    /// <summary>Centres of the mel bands, in Hz.</summary>
    public static readonly double[] BandsHz = [.. Enumerable.Range(1, Bands).Select(EdgeHz)];

    /// <summary>log2 of the median pitch in Hz.</summary>
    public double MedianLog2 => Percentiles.Median(LogPitch);

    /// <summary>10th to 90th percentile of the pitch, in octaves.</summary>
    public double RangeOctaves => PitchMap.RangeOf(LogPitch);

    /// <summary>Measures a recording.</summary>
    /// <param name="audio">At the grid's rate.</param>
    /// <param name="pitchHz">Its pitch on the grid, 0 where unvoiced.</param>
    /// <param name="swings">
    /// Frames that count for the long-term spectrum; voiced ones, when null. A tracker finds a period in resonant hisses, too, far from the
    /// voice's own: they count there, loud as they are, and nowhere else.
    /// </param>
    public static VoiceMeasure Of(AudioBuffer audio, double[] pitchHz, CancellationToken cancellationToken, bool[]? swings = null)
    {
        var measure = new Aperiodicity();
        int[] voiced = [.. Enumerable.Range(0, pitchHz.Length).Where(i => pitchHz[i] > 0)];
        var measured = new FrameMatrix((voiced.Length + AperiodicityStride - 1) / AperiodicityStride, Aperiodicity.PointsHz.Length);
        for (var i = 0; i < measured.Rows; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var frame = voiced[i * AperiodicityStride];
            measure.Measure(audio.Samples, frame * AnalysisGrid.FrameSamples, pitchHz[frame], measured[i]);
        }

        var spectra = LongTermSpectra.Of(audio.Samples, pitchHz, swings);
        return new VoiceMeasure(
            Relative(spectra.Voiced),
            Hiss(spectra),
            [.. Enumerable.Range(0, measured.Columns).Select(p => Percentiles.Median(
                Enumerable.Range(0, measured.Rows).Select(i => (double)measured[i][p])))],
            [.. voiced.Select(i => Math.Log2(pitchHz[i]))]);
    }

    /// <summary>Root mean square of the difference of two spectra within a band, in dB, their levels made equal.</summary>
    public static double Distance(VoiceMeasure one, VoiceMeasure other, BandLimit band)
    {
        double[] difference = [.. Difference(one, other, band).Where(double.IsFinite)];
        return Math.Sqrt(difference.Select(d => d * d).DefaultIfEmpty(0).Average());
    }

    /// <summary>This spectrum less the other, dB a band, without its mean; NaN outside the band.</summary>
    public static double[] Difference(VoiceMeasure one, VoiceMeasure other, BandLimit band)
    {
        var difference = new double[Bands];
        for (var b = 0; b < Bands; b++)
        {
            var inside = BandsHz[b] >= band.LowHz && BandsHz[b] <= band.HighHz;
            difference[b] = inside ? one.SpectrumDb[b] - other.SpectrumDb[b] : double.NaN;
        }

        var mean = difference.Where(double.IsFinite).DefaultIfEmpty(0).Average();
        return [.. difference.Select(d => d - mean)];
    }

    /// <summary>These hisses less the other's, dB a band; NaN outside the band. Where one of them has none, as <see cref="Difference"/>.</summary>
    public static double[] HissDifference(VoiceMeasure one, VoiceMeasure other, BandLimit band) =>
        one.HissDb.Length == 0 || other.HissDb.Length == 0
            ? Difference(one, other, band)
            : [.. BandsHz.Select((hz, b) => hz >= band.LowHz && hz <= band.HighHz ? one.HissDb[b] - other.HissDb[b] : double.NaN)];

    private static double EdgeHz(int edge)
    {
        double low = MelAxis.ToMel(LowestHz), high = MelAxis.ToMel(HighestHz);
        return MelAxis.ToHz(low + edge * (high - low) / (Bands + 1));
    }

    private static double[] Hiss(LongTermSpectra spectra)
    {
        if (spectra.VoicedFrames < LeastFrames || spectra.UnvoicedFrames < LeastFrames)
        {
            return [];
        }

        var voiced = ToBands(spectra.Voiced).Sum() / spectra.VoicedFrames + 1e-30;
        return [.. ToBands(spectra.Unvoiced).Select(power => Math.Max(10 * Math.Log10(power / spectra.UnvoicedFrames / voiced + 1e-12), FloorDb))];
    }

    private static double[] Relative(double[] power)
    {
        var bands = ToBands(power);
        var total = bands.Sum() + 1e-30;
        double[] decibels = [.. bands.Select(band => 10 * Math.Log10(band / total + 1e-12))];
        var floor = decibels.Max() + FloorDb;
        return [.. decibels.Select(db => Math.Max(db, floor))];
    }

    private static double[] ToBands(double[] power)
    {
        const double BinHz = (double)AnalysisGrid.SampleRate / LongTermSpectra.FftSize;
        var bands = new double[Bands];
        for (var b = 0; b < Bands; b++)
        {
            double low = EdgeHz(b), centre = EdgeHz(b + 1), high = EdgeHz(b + 2), weights = 0;
            for (var k = 0; k < power.Length; k++)
            {
                var hz = k * BinHz;
                var weight = Math.Max(0, Math.Min((hz - low) / (centre - low), (high - hz) / (high - centre)));
                bands[b] += weight * power[k];
                weights += weight;
            }

            // The narrowest bands may fall between two bins: the nearest bin stands for them.
            bands[b] = weights > 1e-6 ? bands[b] / weights : power[(int)Math.Round(centre / BinHz)];
        }

        return bands;
    }
}
