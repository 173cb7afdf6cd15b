using System.Collections.Concurrent;
using System.Diagnostics;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Tests.Engine.Quality;

/// <summary>Speech of nobody, spoken by espeak-ng at 22,050 Hz, and sounds that are none, from formulas and seeds.</summary>
internal static class SyntheticSpeech
{
    public const string Story =
        "The morning sun rose over the quiet village, and the children walked to school along the river. Nobody had expected "
        + "such a bright day in November. Their teacher was waiting at the door with a basket of apples. What do you think happened next?";

    private static readonly ConcurrentDictionary<(string, string), AudioBuffer> Spoken = new();

    public static AudioBuffer Say(string voice = "en-us", string text = Story) => Spoken.GetOrAdd((voice, text), Speak);

    /// <summary>Speech with a noise whose power between 60 and 8000 Hz lies so many dB below the active speech level.</summary>
    public static AudioBuffer InNoise(AudioBuffer speech, string kind, double snrDb, int seed = 1)
    {
        var noise = Noise(kind, speech.Samples.Length, speech.SampleRate, seed);
        var level = ActiveLevelMeter.Measure(speech)!.Value.Dbfs;
        var stft = new Stft(1_024, 1_024, 512);
        var power = stft.Power(noise);
        double sum = 0;
        for (var i = 0; i < power.Length; i++)
        {
            var hertz = (double)(i % stft.Bins) * speech.SampleRate / 1_024;
            sum += hertz is > 60 and < 8_000 ? power[i] : 0;
        }

        var rms = Math.Sqrt(2 * sum / stft.FrameCount(noise.Length) / stft.WindowPower / 1_024);
        var gain = Math.Pow(10, (level - snrDb) / 20) / rms;
        return new AudioBuffer([.. speech.Samples.Zip(noise, (s, n) => (float)(s + gain * n))], speech.SampleRate);
    }

    public static float[] Noise(string kind, int length, int rate, int seed)
    {
        var random = new Random(seed);
        double Gaussian() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var samples = new float[length];
        double slow = 0, middle = 0, fast = 0, phase = 0;
        for (var i = 0; i < length; i++)
        {
            var time = (double)i / rate;
            switch (kind)
            {
                case "white":
                    samples[i] = (float)(0.1 * Gaussian());
                    break;
                case "pink": // three first-order sections, after P. Kellet
                    var white = Gaussian();
                    slow = 0.99765 * slow + white * 0.0990460;
                    middle = 0.963 * middle + white * 0.2965164;
                    fast = 0.57 * fast + white * 1.0526913;
                    samples[i] = (float)(0.05 * (slow + middle + fast + white * 0.1848));
                    break;
                case "tone":
                    samples[i] = (float)(0.3 * Math.Sin(2 * Math.PI * 220 * time));
                    break;
                case "vibrato":
                    phase += 2 * Math.PI * 220 * (1 + 0.02 * Math.Sin(2 * Math.PI * 5.5 * time)) / rate;
                    samples[i] = (float)(0.2 * (Math.Sin(phase) + 0.5 * Math.Sin(2 * phase)));
                    break;
                case "hum":
                    samples[i] = (float)(0.2 * Enumerable.Range(1, 10).Sum(h => Math.Sin(2 * Math.PI * 50 * h * time + h) / h) + 0.01 * Gaussian());
                    break;
                case "melody":
                    var note = new[] { 0, 4, 7, 12, 7, 4, 2, 5, 9, 14, 9, 5 }[(int)(time / 0.3) % 12];
                    var inNote = time % 0.3;
                    samples[i] = (float)(0.2 * Math.Exp(-inNote / 0.25) * Enumerable.Range(1, 5)
                        .Sum(h => Math.Sin(2 * Math.PI * 220 * Math.Pow(2, note / 12.0) * h * time) / h));
                    break;
                default:
                    throw new ArgumentException(kind, nameof(kind));
            }
        }

        return samples;
    }

    private static AudioBuffer Speak((string Voice, string Text) what)
    {
        using var program = Process.Start(new ProcessStartInfo("espeak-ng", ["-v", what.Voice, "--stdout", what.Text])
        {
            RedirectStandardOutput = true, UseShellExecute = false,
        })!;
        using var wav = new MemoryStream();
        program.StandardOutput.BaseStream.CopyTo(wav);
        program.WaitForExit();
        return WavReader.Read(wav.ToArray());
    }
}
