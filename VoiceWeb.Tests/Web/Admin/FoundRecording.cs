using VoiceWeb.Engine.Audio;
using VoiceWeb.Tests.Engine.Watermark;

namespace VoiceWeb.Tests.Web.Admin;

/// <summary>What happens to a recording on its way through the world.</summary>
internal static class FoundRecording
{
    /// <summary>
    /// Played in a room and recorded again by a phone: early and late reflections, the ends of the band cut off, noise 30 dB below the
    /// speech. Seeded.
    /// </summary>
    public static AudioBuffer RecordedAgain(AudioBuffer audio)
    {
        const double DecaySeconds = 0.06;
        var random = new Random(4);
        var room = new float[audio.Samples.Length];
        audio.Samples.CopyTo(room, 0);
        for (var reflection = 0; reflection < 60; reflection++)
        {
            var seconds = 0.003 + (0.25 * random.NextDouble());
            var gain = (float)(0.1 * Math.Exp(-seconds / DecaySeconds) * (random.Next(2) == 0 ? 1 : -1));
            var delay = (int)(seconds * audio.SampleRate);
            for (var i = delay; i < room.Length; i++)
            {
                room[i] += gain * audio.Samples[i - delay];
            }
        }

        BandLimit(room, audio.SampleRate, 120, 6_500);
        var rms = (float)Math.Sqrt(room.Average(x => x * x));
        return TestSpeech.Add(new AudioBuffer(room, audio.SampleRate), TestSpeech.Noise(audio.Seconds + 1, audio.SampleRate, 0.03f * rms, 5));
    }

    /// <summary>Played faster by a factor; pitch rises with it.</summary>
    public static AudioBuffer Faster(AudioBuffer audio, double factor) =>
        new(TestSpeech.Resample(audio, (int)Math.Round(audio.SampleRate / factor)).Samples, audio.SampleRate);

    private static void BandLimit(float[] samples, int rate, double lowHz, double highHz)
    {
        var high = (float)(1 - Math.Exp(-2 * Math.PI * highHz / rate));
        var low = (float)(1 - Math.Exp(-2 * Math.PI * lowHz / rate));
        float smooth = 0, slow = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            smooth += high * (samples[i] - smooth);
            slow += low * (smooth - slow);
            samples[i] = smooth - slow;
        }
    }
}
