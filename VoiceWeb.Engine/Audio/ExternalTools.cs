using System.Diagnostics;

namespace VoiceWeb.Engine.Audio;

/// <summary>Finds programs along PATH (and where Homebrew puts them), without running a shell.</summary>
public static class ExternalTools
{
    private static readonly TimeSpan VersionTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Full path of a program, or null where it is not installed.</summary>
    /// <param name="name">Plain name without folder or extension, such as <c>ffmpeg</c>.</param>
    public static string? Locate(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.AsSpan().IndexOfAny('/', '\\') >= 0)
        {
            throw new ArgumentException("Expected a plain name, got a path.", nameof(name));
        }

        var file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        IEnumerable<string> folders = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (!OperatingSystem.IsWindows())
        {
            folders = folders.Concat(["/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin"]);
        }

        // A relative entry in PATH would let the working directory decide what runs.
        return folders.Where(Path.IsPathFullyQualified).Select(folder => Path.Combine(folder, file)).FirstOrDefault(IsExecutable);
    }

    /// <summary>Finds a program and asks for its version.</summary>
    /// <param name="name">Plain name, such as <c>ffmpeg</c> or <c>espeak-ng</c>.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    /// <returns>The program, or null where it is not installed.</returns>
    public static async Task<ExternalTool?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var path = Locate(name);
        return path is null
            ? null
            : new ExternalTool(name, path, await AskVersionAsync(path, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The command that installs a program on this kind of system.</summary>
    public static string InstallCommand(string name) =>
        OperatingSystem.IsMacOS() ? $"brew install {name}"
        : OperatingSystem.IsWindows() ? name == "ffmpeg" ? "winget install Gyan.FFmpeg" : $"winget install {name}"
        : $"sudo apt-get install -y {name}";

    private static bool IsExecutable(string path) =>
        File.Exists(path)
        && (OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);

    private static async Task<string?> AskVersionAsync(string path, CancellationToken cancellationToken)
    {
        // ffmpeg wants one dash, most others two.
        var question = Path.GetFileNameWithoutExtension(path).StartsWith("ff", StringComparison.OrdinalIgnoreCase) ? "-version" : "--version";
        var start = new ProcessStartInfo(path, [question])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, CreateNoWindow = true,
        };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(VersionTimeout);
        using var process = Process.Start(start);
        if (process is null)
        {
            return null;
        }

        try
        {
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            var answer = await process.StandardOutput.ReadToEndAsync(patience.Token).ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
            var line = answer.AsSpan().TrimStart();
            var end = line.IndexOfAny('\r', '\n');
            return line.IsEmpty ? null : (end < 0 ? line : line[..end]).Trim().ToString();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null; // it is there, but does not answer
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
