using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace VoiceWeb.Engine.Builtin;

/// <summary>
/// Runs espeak-ng as a program beside us: no shell, text through standard input, a time limit, and nothing left running behind.
/// </summary>
internal sealed class EspeakProcess(string program = "espeak-ng")
{
    private const int MaxOutputBytes = 64 * 1024 * 1024; // 25 minutes of speech
    private static readonly TimeSpan BaseLimit = TimeSpan.FromSeconds(10);

    /// <summary>What to type when the program is missing.</summary>
    public const string HowToInstall =
        "The built-in voice needs the program espeak-ng, which was not found. Install it with 'apt-get install espeak-ng' "
        + "(Debian, Ubuntu), 'brew install espeak-ng' (macOS) or 'winget install espeak-ng' (Windows).";

    private static readonly EngineStatement Missing = new("espeak-missing", HowToInstall);

    /// <summary>Runs the program and returns its standard output.</summary>
    /// <param name="arguments">Arguments, one by one. Never text from a user: that goes to <paramref name="input"/>.</param>
    /// <param name="input">Text for standard input.</param>
    /// <exception cref="EngineUnavailableException">The program is missing or ends with an error.</exception>
    /// <exception cref="UnspeakableTextException">It did not finish in time, or spoke without end.</exception>
    public async Task<byte[]> RunAsync(IEnumerable<string> arguments, string input, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(BaseLimit + TimeSpan.FromSeconds(input.Length / 100.0));
        using var process = Start(arguments);
        try
        {
            var writing = WriteAsync(process, input, limit.Token);
            var complaints = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await ReadAsync(process, limit.Token).ConfigureAwait(false);
            await writing.ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            if (process.ExitCode != 0)
            {
                var said = await complaints.ConfigureAwait(false);
                throw new EngineUnavailableException(
                    $"espeak-ng ended with code {process.ExitCode}: {said.AsSpan().Trim()[..Math.Min(200, said.AsSpan().Trim().Length)]}");
            }

            return output;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UnspeakableTextException(
                "base-speech-timeout", "This sentence took too long to speak. Make it shorter, or cut it in two.");
        }
        finally
        {
            Kill(process);
        }
    }

    private Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            return Process.Start(start) ?? throw new EngineUnavailableException(Missing);
        }
        catch (Win32Exception missing)
        {
            throw new EngineUnavailableException(Missing, missing);
        }
    }

    private static async Task WriteAsync(Process process, string input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It closed its end before reading all: its exit code says why.
        }
    }

    private static async Task<byte[]> ReadAsync(Process process, CancellationToken cancellationToken)
    {
        var stream = process.StandardOutput.BaseStream;
        using var output = new MemoryStream();
        var block = new byte[65_536];
        int read;
        while ((read = await stream.ReadAsync(block, cancellationToken).ConfigureAwait(false)) > 0)
        {
            output.Write(block, 0, read);
            if (output.Length > MaxOutputBytes)
            {
                throw new UnspeakableTextException("sentence-too-long", "This sentence is too long to speak. Cut it in two.");
            }
        }

        return output.ToArray();
    }

    private static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (InvalidOperationException)
        {
            // It ended between the question and the kill.
        }
        catch (Win32Exception)
        {
            // It is ending already.
        }
    }
}
