using System.CommandLine;
using System.Globalization;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.GptSovits;

namespace VoiceWeb.Cli;

/// <summary><c>clip windows FILE</c>: the stretches of a long recording that are fit to be a GPT-SoVITS voice's reference, with reasons, to hear and choose from.</summary>
internal static class ClipWindowsVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A recording in any common audio format." };
        var count = new Option<int>("--count") { Description = "At most this many stretches.", DefaultValueFactory = _ => 5 };
        var target = new Option<string?>("--out") { Description = "A folder to write them to as WAV files, numbered from the best on." };
        return CliVerb.CreateWithServices(
            "windows", "Finds the 3 to 10 seconds of a recording that make the best reference.", [file, count, target],
            async (parsed, services, output, cancellationToken) =>
            {
                var audio = await CliAudio.DecodeAsync(services, parsed.GetRequiredValue(file), cancellationToken);
                var windows = new ReferenceWindowFinder(audio).Find(
                    parsed.GetValue(count) is var wanted and > 0 ? wanted : throw new CliException("--count must be positive."), cancellationToken);
                var folder = parsed.GetValue(target);
                var files = folder is null ? [] : await WriteAsync(audio, windows, folder, cancellationToken);
                output.Answer(
                    windows.Select((window, index) => new
                    {
                        StartSeconds = (double)window.Start / window.SampleRate,
                        window.Seconds,
                        window.SpeechShare,
                        window.NoiseDistanceDb,
                        window.Clipped,
                        window.ClearEnds,
                        window.OneSpeaker,
                        window.ChangeSeconds,
                        window.Reasons,
                        File = index < files.Count ? files[index] : null,
                    }),
                    windows.Count == 0
                        ? [$"No stretch of 3 to 10 s was found in {audio.Seconds:0.0} s. Record at least three seconds of speech."]
                        : windows.Select((window, index) => $"{index + 1}. {window.Reasons}{(index < files.Count ? " " + files[index] : "")}"));
                return windows.Count == 0 ? ExitCodes.Refused : ExitCodes.Done;
            });
    }

    private static async Task<List<string>> WriteAsync(
        AudioBuffer audio, IReadOnlyList<ReferenceWindow> windows, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var files = new List<string>();
        for (var index = 0; index < windows.Count; index++)
        {
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"window-{index + 1}.wav"));
            await File.WriteAllBytesAsync(path, WavWriter.ToBytes(ReferenceWindowFinder.Cut(audio, windows[index])), cancellationToken);
            files.Add(path);
        }

        return files;
    }
}
