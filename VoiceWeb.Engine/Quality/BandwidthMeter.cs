using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Quality;

/// <summary>Up to which frequency a recording holds any sound: telephone lines end at 3.4 kHz whatever the file's rate.</summary>
internal static class BandwidthMeter
{
    private const int FftSize = 1_024;
    private const int MaxRate = 48_000;
    private const int Frames = 600; // spread over the clip; more change nothing
    private const double BandHz = 250;
    private const double BelowPeakDb = 55;

    /// <summary>Upper edge of the highest band of 250 Hz that is not more than 55 dB below the strongest; 0 for silence.</summary>
    /// <param name="audio">The clip at its own rate.</param>
    /// <param name="cancellationToken">Stops the measuring.</param>
    public static double Measure(AudioBuffer audio, CancellationToken cancellationToken)
    {
        var sound = audio.SampleRate > MaxRate ? Resampler.Convert(audio, MaxRate) : audio;
        var stft = new Stft(FftSize, FftSize, FftSize / 2);
        var work = stft.NewWork();
        var power = new float[stft.Bins];
        var bands = new double[(int)Math.Ceiling(sound.SampleRate / 2.0 / BandHz)];
        var frames = Math.Min(Frames, Math.Max(1, sound.Samples.Length / (FftSize / 2)));
        for (var frame = 0; frame < frames; frame++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            stft.PowerAt(sound.Samples, (int)((frame + 0.5) / frames * sound.Samples.Length), power, work);
            for (var bin = 1; bin < power.Length; bin++)
            {
                var band = (int)((double)bin * sound.SampleRate / FftSize / BandHz);
                bands[Math.Min(band, bands.Length - 1)] += power[bin];
            }
        }

        var strongest = bands.Max();
        if (strongest <= 0)
        {
            return 0;
        }

        var threshold = strongest * Math.Pow(10, -BelowPeakDb / 10);
        var highest = Array.FindLastIndex(bands, band => band >= threshold);
        return Math.Min((highest + 1) * BandHz, sound.SampleRate / 2.0);
    }
}
