using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Builtin;

/// <summary>What a listener would compare of two recordings of one voice, whatever they say.</summary>
/// <param name="SpectrumDb">Long-term spectrum of voiced speech in mel bands, unit total power. One a band of <see cref="BandsHz"/>.</param>
/// <param name="AperiodicityDb">Median aperiodicity of voiced frames, one a point.</param>
/// <param name="LogPitch">log2 of the pitch of every voiced frame.</param>
internal sealed record VoiceMeasure(double[] SpectrumDb, double[] AperiodicityDb, double[] LogPitch)
{
    private const int Bands = 80;
    private const double LowestHz = 50;
    private const double HighestHz = 11_500;
    private const double FloorDb = -60;
    private const int AperiodicityStride = 4; // voiced frames: a median needs no more

    /// <summary>Centres of the mel bands, in Hz.</summary>
    public static readonly double[] BandsHz = [.. Enumerable.Range(1, Bands).Select(EdgeHz)];

    /// <summary>log2 of the median pitch in Hz.</summary>
    public double MedianLog2 => Percentiles.Median(LogPitch);

    /// <summary>10th to 90th percentile of the pitch, in octaves.</summary>
    public double RangeOctaves => PitchMap.RangeOf(LogPitch);

    /// <summary>Measures a recording.</summary>
    /// <param name="audio">At the grid's rate.</param>
    /// <param name="pitchHz">Its pitch on the grid, 0 where unvoiced.</param>
    public static VoiceMeasure Of(AudioBuffer audio, double[] pitchHz, CancellationToken cancellationToken)
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

        return new VoiceMeasure(
            LongTermSpectrum(audio.Samples, pitchHz),
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

    private static double EdgeHz(int edge)
    {
        double low = MelAxis.ToMel(LowestHz), high = MelAxis.ToMel(HighestHz);
        return MelAxis.ToHz(low + edge * (high - low) / (Bands + 1));
    }

    private static double[] LongTermSpectrum(float[] samples, double[] pitchHz)
    {
        const int Width = 600; // 25 ms
        var fft = new RealFft(1_024);
        double[] wave = new double[fft.Size], real = new double[fft.Bins], imaginary = new double[fft.Bins], power = new double[fft.Bins];
        for (var i = 0; i < pitchHz.Length; i += 2)
        {
            var start = i * AnalysisGrid.FrameSamples - Width / 2;
            if (pitchHz[i] <= 0 || start < 0 || start + Width > samples.Length)
            {
                continue;
            }

            for (var n = 0; n < Width; n++)
            {
                wave[n] = samples[start + n] * (0.54 - 0.46 * Math.Cos(2 * Math.PI * n / (Width - 1)));
            }

            fft.Forward(wave, real, imaginary);
            for (var k = 0; k < power.Length; k++)
            {
                power[k] += real[k] * real[k] + imaginary[k] * imaginary[k];
            }
        }

        return ToBands(power, (double)AnalysisGrid.SampleRate / fft.Size);
    }

    private static double[] ToBands(double[] power, double binHz)
    {
        var bands = new double[Bands];
        for (var b = 0; b < Bands; b++)
        {
            double low = EdgeHz(b), centre = EdgeHz(b + 1), high = EdgeHz(b + 2), weights = 0;
            for (var k = 0; k < power.Length; k++)
            {
                var hz = k * binHz;
                var weight = Math.Max(0, Math.Min((hz - low) / (centre - low), (high - hz) / (high - centre)));
                bands[b] += weight * power[k];
                weights += weight;
            }

            // The narrowest bands may fall between two bins: the nearest bin stands for them.
            bands[b] = weights > 1e-6 ? bands[b] / weights : power[(int)Math.Round(centre / binHz)];
        }

        var total = bands.Sum() + 1e-30;
        double[] decibels = [.. bands.Select(band => 10 * Math.Log10(band / total + 1e-12))];
        var floor = decibels.Max() + FloorDb;
        return [.. decibels.Select(db => Math.Max(db, floor))];
    }
}
