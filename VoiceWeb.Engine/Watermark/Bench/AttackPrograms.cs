using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>Sends sound through ffmpeg. Files lie in a folder of its own, which goes with it.</summary>
internal sealed class AttackPrograms : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("voiceweb-mark-bench-").FullName;

    /// <summary>Encodes with ffmpeg and decodes back to the same rate.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="extension">Of the encoded file; names the container.</param>
    /// <param name="encode">Encoder and its options.</param>
    public AudioBuffer Codec(AudioBuffer audio, string extension, params IReadOnlyList<string> encode)
    {
        var source = Write(audio);
        var coded = Path.Combine(_folder, "coded." + extension);
        var target = Path.Combine(_folder, "decoded.wav");
        Run(["-v", "error", "-y", "-i", source, .. encode, "-map_metadata", "-1", coded]);
        Run(["-v", "error", "-y", "-i", coded, "-ar", Number(audio.SampleRate), "-ac", "1", "-c:a", "pcm_s16le", target]);
        return Read(target);
    }

    /// <summary>One of ffmpeg's filters.</summary>
    public AudioBuffer Filter(AudioBuffer audio, string filter)
    {
        var target = Path.Combine(_folder, "filtered.wav");
        Run(["-v", "error", "-y", "-i", Write(audio), "-af", filter, "-ar", Number(audio.SampleRate), "-ac", "1", "-c:a", "pcm_s16le", target]);
        return Read(target);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static AudioBuffer Read(string path) => WavReader.Read(File.ReadAllBytes(path));

    private static void Run(params IReadOnlyList<string> arguments)
    {
        const string Program = "ffmpeg";
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.StandardOutput.Close();
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new MarkBenchException($"{Program} failed: {errors.Trim()}");
            }
        }
        catch (Win32Exception missing)
        {
            throw new MarkBenchException($"The attacks need {Program}: install it (apt install {Program}).", missing);
        }
    }

    private string Write(AudioBuffer audio)
    {
        var path = Path.Combine(_folder, "in.wav");
        File.WriteAllBytes(path, WavWriter.ToBytes(Samples.Map(audio, x => Math.Clamp(x, -1, 1))));
        return path;
    }
}
