using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Options;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Voices;

/// <summary>
/// The recording that the sample voice is learned from: a fixed script, spoken by espeak-ng in a voice unlike the engine's own base
/// speech. No person has ever said it.
/// </summary>
public sealed class SampleSpeech(AudioDecoder decoder, IOptions<VoiceOptions> options)
{
    /// <summary>What is said, written for this purpose.</summary>
    public const string Script =
        "Good morning, and welcome. This voice belongs to nobody: a machine spoke these sentences, and a machine learned from them. "
        + "The quick river bends below the old stone bridge, and a grey heron waits among the reeds. "
        + "Please bring three sharp pencils, a ruler and a clean sheet of paper. "
        + "How many apples would fifteen children need, if each of them ate two? "
        + "On Thursday the choir will sing in the great hall, and everybody is invited. "
        + "Her brother usually chose the longer road, because he enjoyed the view of the harbour. "
        + "Measure the length, write down the number, and then check it once more.";

    private const int MaxBytes = 16_000_000;
    private const string Voice = "en-us+f4"; // a high voice; the base speech of the engine is a low one
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Speaks the script.</summary>
    /// <exception cref="EngineUnavailableException">espeak-ng is missing or fails.</exception>
    public async Task<AudioBuffer> SpeakAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        using var process = Start();
        try
        {
            await process.StandardInput.WriteAsync(Script.AsMemory(), limit.Token);
            process.StandardInput.Close();
            using var wav = new MemoryStream();
            await process.StandardOutput.BaseStream.CopyToAsync(wav, limit.Token);
            await process.WaitForExitAsync(limit.Token);
            if (process.ExitCode != 0 || wav.Length is 0 or > MaxBytes)
            {
                throw new EngineUnavailableException($"espeak-ng ended with code {process.ExitCode} while it spoke the sample voice's script.");
            }

            // Written to a pipe, its header cannot know the length: it is said here.
            var file = wav.ToArray();
            BitConverter.TryWriteBytes(file.AsSpan(4), (uint)(file.Length - 8));
            BitConverter.TryWriteBytes(file.AsSpan(40), (uint)(file.Length - 44));
            return await decoder.DecodeAsync(file, cancellationToken);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(options.Value.EspeakProgram)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var argument in (string[])["-v", Voice, "-s", "150", "-p", "62", "--stdin", "--stdout"])
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            return Process.Start(start) ?? throw Missing(null);
        }
        catch (Win32Exception absent)
        {
            throw Missing(absent);
        }
    }

    private static EngineUnavailableException Missing(Exception? inner) => new(
        "The sample voice needs the program espeak-ng, which was not found. Install it with 'apt-get install espeak-ng' (Debian, Ubuntu), 'brew install espeak-ng' (macOS) or 'winget install espeak-ng' (Windows).",
        inner);
}
