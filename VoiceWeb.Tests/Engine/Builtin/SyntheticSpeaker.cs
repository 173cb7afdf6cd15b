using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Builtin;

namespace VoiceWeb.Tests.Engine.Builtin;

/// <summary>Speakers for the tests: variants of espeak-ng, nobody's voice.</summary>
internal static class SyntheticSpeaker
{
    public const string Transcript =
        "Before the shop opened, the baker carried six trays of warm rolls to the window. "
        + "A narrow path leads down the cliff to a beach where grey seals often sleep in the sun.";

    /// <summary>A high voice.</summary>
    public const string High = "en-gb+f2";

    /// <summary>A low voice.</summary>
    public const string Low = "en-us+m4";

    public static async Task<AudioBuffer> SayAsync(string voice, string text, CancellationToken cancellationToken, int pitch = 50)
    {
        var wave = await new EspeakProcess().RunAsync(
            ["-v", voice, "-s", "150", "-p", $"{pitch}", "--stdin", "--stdout", "-b", "1"], text, cancellationToken);
        var samples = new float[(wave.Length - 44) / 2];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BitConverter.ToInt16(wave, 44 + 2 * i) / 40_000f;
        }

        return Resampler.Convert(new AudioBuffer(samples, 22_050), AnalysisGrid.SampleRate);
    }

    /// <summary>Median pitch of a recording, in Hz.</summary>
    public static double MedianPitch(AudioBuffer audio, CancellationToken cancellationToken) =>
        Percentiles.Median(new PitchTracker()
            .Track(Resampler.Convert(audio, PitchTracker.SampleRate).Samples, cancellationToken).Where(hz => hz > 0));
}
