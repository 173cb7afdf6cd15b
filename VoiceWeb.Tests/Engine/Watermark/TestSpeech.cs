using System.Diagnostics;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Tests.Engine.Watermark;

/// <summary>Speech to be marked, spoken by espeak-ng, and what happens to files, by plain arithmetic or by ffmpeg.</summary>
internal static class TestSpeech
{
    private const string Text =
        "Good morning class. Today we will follow a drop of water from the mountain to the sea. It falls as rain, soaks into the "
        + "soil, joins a stream, and after many days it reaches the ocean. The sun warms the surface, the water rises as vapour, "
        + "and the journey begins again.";

    private static readonly Lazy<AudioBuffer> Spoken = new(Speak);

    public static WatermarkKey Key { get; } = WatermarkKey.Parse("vw1:0000000a:" + new string('7', 64));

    public static WatermarkKey OtherKey { get; } = WatermarkKey.Parse("vw1:0000000b:" + new string('8', 64));

    public static WatermarkId Id { get; } = new(0x5a17c0ffee42);

    /// <summary>About 14 s of speech at any rate.</summary>
    public static AudioBuffer At(int rate) => Resample(Spoken.Value, rate);

    public static AudioBuffer Resample(AudioBuffer audio, int rate)
    {
        var output = new float[(int)((long)audio.Samples.Length * rate / audio.SampleRate)];
        new MarkResampler(audio.SampleRate, rate).Resample(audio.Samples, 0, output, 0);
        return new AudioBuffer(output, rate);
    }

    public static AudioBuffer Cut(AudioBuffer audio, double from, double seconds) => new(
        audio.Samples.AsSpan((int)(from * audio.SampleRate), (int)(seconds * audio.SampleRate)).ToArray(), audio.SampleRate);

    public static AudioBuffer Noise(double seconds, int rate, float level, int seed)
    {
        var random = new Random(seed);
        var samples = new float[(int)(seconds * rate)];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = level * (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2;
        }

        return new AudioBuffer(samples, rate);
    }

    public static AudioBuffer Add(AudioBuffer audio, AudioBuffer other) =>
        new(audio.Samples.Zip(other.Samples, (a, b) => a + b).ToArray(), audio.SampleRate);

    public static AudioBuffer Map(AudioBuffer audio, Func<float, float> change) => new(Array.ConvertAll(audio.Samples, x => change(x)), audio.SampleRate);

    /// <summary>Through an ffmpeg encoder and back.</summary>
    public static AudioBuffer Encode(AudioBuffer audio, string extension, params string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("voiceweb-mark-");
        try
        {
            var raw = Path.Combine(folder.FullName, "in.f32");
            var coded = Path.Combine(folder.FullName, "coded." + extension);
            var back = Path.Combine(folder.FullName, "out.f32");
            var rate = audio.SampleRate.ToString(System.Globalization.CultureInfo.InvariantCulture);
            File.WriteAllBytes(raw, System.Runtime.InteropServices.MemoryMarshal.AsBytes(audio.Samples.AsSpan()).ToArray());
            Run("ffmpeg", ["-v", "error", "-y", "-f", "f32le", "-ar", rate, "-ac", "1", "-i", raw, .. options, coded]);
            Run("ffmpeg", ["-v", "error", "-y", "-i", coded, "-f", "f32le", "-ar", rate, "-ac", "1", back]);
            return new AudioBuffer(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(back)).ToArray(), audio.SampleRate);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static AudioBuffer Speak()
    {
        var folder = Directory.CreateTempSubdirectory("voiceweb-mark-");
        try
        {
            var wav = Path.Combine(folder.FullName, "speech.wav");
            var raw = Path.Combine(folder.FullName, "speech.f32");
            Run("espeak-ng", ["-v", "en-us", "-s", "160", "-w", wav, Text]);
            Run("ffmpeg", ["-v", "error", "-y", "-i", wav, "-f", "f32le", "-ar", "22050", "-ac", "1", raw]);
            var samples = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(raw)).ToArray();
            return new AudioBuffer(samples, 22_050);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Run(string program, IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} failed: {errors}");
    }
}
