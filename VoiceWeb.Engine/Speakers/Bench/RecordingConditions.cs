using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Builtin;

namespace VoiceWeb.Engine.Speakers.Bench;

/// <summary>What another room, microphone or line does to a recording. Seeded.</summary>
internal static class RecordingConditions
{
    public static readonly IReadOnlyList<string> Names = ["clean", "microphone", "noise", "telephone"];

    /// <summary>The recording under a condition.</summary>
    /// <param name="seed">Chooses noise and microphone.</param>
    public static AudioBuffer Apply(AudioBuffer audio, string condition, ulong seed) => condition switch
    {
        "clean" => audio,
        "microphone" => AddNoise(Tilt(audio, seed % 2 == 0 ? 0.35f : -0.35f), 25, seed),
        "noise" => AddNoise(audio, 10, seed),
        "telephone" => Telephone(audio),
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, null),
    };

    /// <summary>First-order tilt: about 3 dB an octave up or down.</summary>
    private static AudioBuffer Tilt(AudioBuffer audio, float slope)
    {
        var tilted = new float[audio.Samples.Length];
        for (var n = 1; n < tilted.Length; n++)
        {
            tilted[n] = audio.Samples[n] - slope * audio.Samples[n - 1];
        }

        return new AudioBuffer(tilted, audio.SampleRate);
    }

    /// <summary>Pink noise so far below the speech.</summary>
    private static AudioBuffer AddNoise(AudioBuffer audio, double signalToNoiseDb, ulong seed)
    {
        var white = new SeededNoise(seed);
        double slow = 0, middle = 0, fast = 0;
        var noise = new float[audio.Samples.Length];
        for (var n = 0; n < noise.Length; n++)
        {
            // P. Kellet's economy filter: within half a decibel of pink above 40 Hz at these rates.
            var sample = white.Next();
            slow = 0.99765 * slow + sample * 0.0990460;
            middle = 0.96300 * middle + sample * 0.2965164;
            fast = 0.57000 * fast + sample * 1.0526913;
            noise[n] = (float)(slow + middle + fast + sample * 0.1848);
        }

        var gain = Math.Pow(10, (SpeechLevel.Measure(audio.Samples, audio.SampleRate) - SpeechLevel.Measure(noise, audio.SampleRate) - signalToNoiseDb) / 20);
        return new AudioBuffer([.. audio.Samples.Zip(noise, (speech, other) => (float)(speech + gain * other))], audio.SampleRate);
    }

    /// <summary>8 kHz, nothing below 300 Hz, eight bits by the mu law.</summary>
    private static AudioBuffer Telephone(AudioBuffer audio)
    {
        var narrow = Resampler.Convert(audio, 8_000).Samples;
        var rise = Math.Exp(-2 * Math.PI * 300 / 8_000);
        double firstIn = 0, firstOut = 0, secondOut = 0;
        var line = new float[narrow.Length];
        for (var n = 0; n < narrow.Length; n++)
        {
            var once = rise * (firstOut + narrow[n] - firstIn);
            var twice = rise * (secondOut + once - firstOut);
            (firstIn, firstOut, secondOut) = (narrow[n], once, twice);
            var size = Math.Round(127 * Math.Log(1 + 255 * Math.Min(Math.Abs(twice), 1)) / Math.Log(256)) / 127;
            line[n] = (float)(Math.Sign(twice) * (Math.Pow(256, size) - 1) / 255);
        }

        return new AudioBuffer(line, 8_000);
    }
}
