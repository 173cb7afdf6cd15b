using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace VoiceWeb.Engine.Audio;

/// <summary>
/// Runs ffmpeg once: no shell, inside <see cref="ProcessSandbox"/>, with a limit on time and memory, killed with everything that
/// it started when the caller gives up. At most as many run at once as there are processors; others wait their turn.
/// </summary>
internal sealed class FfmpegProcess(AudioOptions options)
{
    private const int KeptMessageBytes = 16_384;
    private const long MaxOutputFileBytes = 1L << 30;
    private static readonly string[] OutOfMemorySigns = ["Cannot allocate memory", "failed to map segment"];
    private static readonly SemaphoreSlim Turns = new(Environment.ProcessorCount);

    /// <summary>Runs ffmpeg and hands its output over while it works.</summary>
    /// <param name="arguments">Arguments after the common ones.</param>
    /// <param name="input">What it reads from its standard input; empty closes that at once.</param>
    /// <param name="readOutput">Takes its standard output to the end; throwing stops ffmpeg.</param>
    /// <param name="onMessage">Hears each line that ffmpeg says; throwing stops ffmpeg.</param>
    /// <param name="writesFile">Whether it may write a file.</param>
    /// <param name="cancellationToken">Stops ffmpeg.</param>
    /// <returns>Exit code 0 means success; the messages are for developers, since they may repeat what tags in the file say.</returns>
    /// <exception cref="EngineUnavailableException">ffmpeg is not installed.</exception>
    /// <exception cref="UnsupportedAudioException">It took longer, or more memory, than allowed.</exception>
    public async Task<(int ExitCode, string Messages)> RunAsync(
        IReadOnlyList<string> arguments,
        ReadOnlyMemory<byte> input,
        Func<Stream, CancellationToken, Task> readOutput,
        Action<string> onMessage,
        bool writesFile,
        CancellationToken cancellationToken)
    {
        var program = Program();
        await Turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var start = ProcessSandbox.Prepare(
                program,
                ["-hide_banner", "-nostdin", "-nostats", "-loglevel", "info", .. arguments],
                options.MaxMemoryMiB,
                (int)Math.Ceiling(options.TimeoutSeconds * 2),
                writesFile ? MaxOutputFileBytes : 0);
            using var process = Process.Start(start)
                ?? throw new EngineUnavailableException($"{program} could not be started.");
            return await FollowAsync(process, input, readOutput, onMessage, cancellationToken).ConfigureAwait(false);
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new EngineUnavailableException($"{program} could not be started.", failure);
        }
        finally
        {
            Turns.Release();
        }
    }

    private string Program()
    {
        if (options.FfmpegPath is { Length: > 0 } path)
        {
            return File.Exists(path) ? path : throw new EngineUnavailableException($"ffmpeg is not at {path}, where the setting Audio:FfmpegPath says.");
        }

        return ExternalTools.Locate("ffmpeg") ?? throw new EngineUnavailableException(
            $"ffmpeg is not installed; it is needed for every sound file but WAV. Install it with: {ExternalTools.InstallCommand("ffmpeg")}");
    }

    private async Task<(int ExitCode, string Messages)> FollowAsync(
        Process process,
        ReadOnlyMemory<byte> input,
        Func<Stream, CancellationToken, Task> readOutput,
        Action<string> onMessage,
        CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(options.TimeoutSeconds));
        using var whenImpatient = patience.Token.Register(stop.Cancel);
        var outOfMemory = false;
        var messages = new StringBuilder();
        Task[] tasks =
        [
            FeedAsync(process, input, stop.Token),
            readOutput(process.StandardOutput.BaseStream, stop.Token),
            ListenAsync(process, messages, onMessage, stop.Token),
        ];
        var watch = ProcessSandbox.LimitsMemory ? Task.CompletedTask : WatchMemoryAsync(process, () => outOfMemory = true, stop);
        try
        {
            // The first failure must stop the others: they would wait for a process that nobody reads any more.
            foreach (var task in tasks)
            {
                _ = task.ContinueWith(_ => stop.Cancel(), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            }

            await Task.WhenAll(tasks).ConfigureAwait(false);
            await process.WaitForExitAsync(stop.Token).ConfigureAwait(false);
            var said = messages.ToString();
            return process.ExitCode != 0 && OutOfMemorySigns.Any(sign => said.Contains(sign, StringComparison.Ordinal))
                ? throw OutOfMemory()
                : (process.ExitCode, said);
        }
        catch (Exception) when (tasks.Select(task => task.Exception?.InnerException).FirstOrDefault(cause => cause is not null) is { } cause)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(cause);
            throw;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw outOfMemory ? OutOfMemory() : new UnsupportedAudioException(string.Create(
                CultureInfo.InvariantCulture, $"The file took longer than {options.TimeoutSeconds:0.##} s and was stopped."));
        }
        finally
        {
            await EndAsync(process, stop, watch).ConfigureAwait(false);
        }
    }

    private UnsupportedAudioException OutOfMemory() =>
        new($"The file needs more than {options.MaxMemoryMiB} MiB of memory and was stopped.");

    private static async Task EndAsync(Process process, CancellationTokenSource stop, Task watch)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        await stop.CancelAsync().ConfigureAwait(false);
        await watch.ConfigureAwait(false);
    }

    private static async Task FeedAsync(Process process, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        try
        {
            var stdin = process.StandardInput.BaseStream;
            await stdin.WriteAsync(input, cancellationToken).ConfigureAwait(false);
            await stdin.FlushAsync(cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // ffmpeg had enough and closed its end; its exit code and its output tell the rest.
            return;
        }
    }

    private static async Task ListenAsync(Process process, StringBuilder messages, Action<string> onMessage, CancellationToken cancellationToken)
    {
        // Lines are cut rather than kept whole: a file's tags may be of any length.
        var buffer = new char[4_096];
        var line = new StringBuilder();
        for (int read; (read = await process.StandardError.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            foreach (var letter in buffer.AsSpan(0, read))
            {
                if (messages.Length < KeptMessageBytes)
                {
                    messages.Append(letter);
                }

                if (letter == '\n')
                {
                    onMessage(line.ToString());
                    line.Clear();
                }
                else if (line.Length < 512)
                {
                    line.Append(letter);
                }
            }
        }
    }

    private async Task WatchMemoryAsync(Process process, Action outOfMemory, CancellationTokenSource stop)
    {
        // Where the system cannot hold the process to a limit, look five times a second.
        try
        {
            while (!process.HasExited)
            {
                process.Refresh();
                if (process.WorkingSet64 > (long)options.MaxMemoryMiB << 20)
                {
                    outOfMemory();
                    await stop.CancelAsync().ConfigureAwait(false);
                    return;
                }

                await Task.Delay(200, stop.Token).ConfigureAwait(false);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or InvalidOperationException)
        {
            return; // it has exited, or is being stopped
        }
    }
}
