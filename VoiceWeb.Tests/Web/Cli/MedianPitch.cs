using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Tests.Web.Cli;

/// <summary>
/// Median pitch of speech in Hz by plain normalised autocorrelation. Kept apart from the engine's own tracker, which made what it
/// measures here.
/// </summary>
internal static class MedianPitch
{
    private const double LowestHz = 60;
    private const double HighestHz = 450;

    public static async Task<double> OfAsync(string path)
    {
        await using var file = File.OpenRead(path);
        var audio = Resampler.Convert(await WavReader.ReadAsync(file, int.MaxValue, CancellationToken.None), 16_000);
        var samples = audio.Samples.ToArray();
        var (window, hop) = (640, 160);
        List<double> pitches = [];
        for (var start = 0; start + window + 16_000 / LowestHz < samples.Length; start += hop)
        {
            if (PitchAt(samples, start, window) is { } hertz)
            {
                pitches.Add(hertz);
            }
        }

        Assert.True(pitches.Count > 100, $"Only {pitches.Count} frames of {path} are voiced.");
        pitches.Sort();
        return pitches[pitches.Count / 2];
    }

    private static double? PitchAt(float[] samples, int start, int window)
    {
        var energy = Product(samples, start, start, window);
        if (energy / window < 1e-4)
        {
            return null;
        }

        var (shortest, longest) = ((int)(16_000 / HighestHz), (int)(16_000 / LowestHz));
        var likeness = new double[longest + 2];
        for (var lag = shortest - 1; lag <= longest + 1; lag++)
        {
            likeness[lag] = Product(samples, start, start + lag, window)
                / Math.Sqrt(energy * Product(samples, start + lag, start + lag, window) + 1e-12);
        }

        // The first peak nearly as high as the highest: two periods look as alike as one.
        var highest = likeness[shortest..(longest + 1)].Max();
        for (var lag = shortest; lag <= longest && highest > 0.75; lag++)
        {
            if (likeness[lag] > 0.92 * highest && likeness[lag] >= likeness[lag - 1] && likeness[lag] >= likeness[lag + 1])
            {
                var bend = likeness[lag - 1] - 2 * likeness[lag] + likeness[lag + 1];
                var shift = bend < 0 ? 0.5 * (likeness[lag - 1] - likeness[lag + 1]) / bend : 0;
                return 16_000 / (lag + shift);
            }
        }

        return null;
    }

    private static double Product(float[] samples, int a, int b, int count)
    {
        double sum = 0;
        for (var i = 0; i < count; i++)
        {
            sum += samples[a + i] * samples[b + i];
        }

        return sum;
    }
}
