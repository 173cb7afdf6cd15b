using System.Diagnostics;

namespace VoiceWeb.Engine.Audio;

/// <summary>
/// Puts limits around a program without a shell and without root: memory, processor time, open files, no core dumps and no
/// files written (prlimit), no new privileges (setpriv), no network (unshare, where the kernel lets an ordinary user), lower
/// priority (nice), an empty environment, and the temporary folder to work in. Each of these programs replaces itself by the
/// next, so the process that was started is the one that is killed. What is missing on a system is left out.
/// </summary>
internal static class ProcessSandbox
{
    private static readonly Lazy<bool> CanDropNetwork = new(ProbeUnshare);

    /// <summary>Whether the operating system itself holds the program to its memory limit.</summary>
    public static bool LimitsMemory { get; } = OperatingSystem.IsLinux() && ExternalTools.Locate("prlimit") is not null;

    /// <summary>What protects a program here, for a status page: such as <c>prlimit, setpriv, unshare, nice</c>.</summary>
    public static string Describe()
    {
        var parts = new List<string>();
        foreach (var tool in new[] { "prlimit", "setpriv", "unshare", "nice" })
        {
            if (OperatingSystem.IsLinux() && ExternalTools.Locate(tool) is not null && (tool != "unshare" || CanDropNetwork.Value))
            {
                parts.Add(tool);
            }
        }

        return parts.Count == 0 ? "none" : string.Join(", ", parts);
    }

    /// <summary>How to start a program inside its limits, all three streams redirected.</summary>
    /// <param name="program">Full path of the program.</param>
    /// <param name="arguments">Its arguments, handed over one by one.</param>
    /// <param name="memoryMiB">Address space it may take.</param>
    /// <param name="cpuSeconds">Processor time it may take.</param>
    /// <param name="maxFileBytes">Largest file that it may write; 0 for none.</param>
    public static ProcessStartInfo Prepare(
        string program, IReadOnlyList<string> arguments, int memoryMiB, int cpuSeconds, long maxFileBytes)
    {
        List<string> line = [];
        if (OperatingSystem.IsLinux())
        {
            Add(line, "nice", "-n", "5");
            Add(line, "setpriv", "--no-new-privs");
            if (CanDropNetwork.Value)
            {
                Add(line, "unshare", "--map-current-user", "--net");
            }

            Add(line, "prlimit", $"--as={(long)memoryMiB << 20}", $"--cpu={cpuSeconds}", $"--fsize={maxFileBytes}", "--nofile=64", "--core=0");
        }

        line.Add(program);
        line.AddRange(arguments);
        var start = new ProcessStartInfo(line[0], line.Skip(1))
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        KeepOnlyNeededEnvironment(start);
        return start;
    }

    private static void Add(List<string> line, string tool, params ReadOnlySpan<string> arguments)
    {
        if (ExternalTools.Locate(tool) is { } path)
        {
            line.Add(path);
            line.AddRange(arguments);
        }
    }

    private static void KeepOnlyNeededEnvironment(ProcessStartInfo start)
    {
        // Windows programs do not start without these.
        var needed = OperatingSystem.IsWindows() ? new[] { "SystemRoot", "TEMP", "TMP" } : [];
        var kept = needed
            .Select(name => (name, value: Environment.GetEnvironmentVariable(name)))
            .Where(pair => pair.value is not null)
            .ToArray();
        start.Environment.Clear();
        foreach (var (name, value) in kept)
        {
            start.Environment[name] = value;
        }

        if (!OperatingSystem.IsWindows())
        {
            start.Environment["LC_ALL"] = "C";
        }
    }

    private static bool ProbeUnshare()
    {
        var (unshare, nothing) = (ExternalTools.Locate("unshare"), ExternalTools.Locate("true"));
        if (unshare is null || nothing is null)
        {
            return false;
        }

        // Containers and hardened kernels may forbid it; then the protocol whitelist alone keeps ffmpeg from the network.
        using var probe = Process.Start(new ProcessStartInfo(unshare, ["--map-current-user", "--net", nothing])
        {
            UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true,
        });
        if (probe is null)
        {
            return false;
        }

        if (!probe.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            probe.Kill(entireProcessTree: true);
            return false;
        }

        return probe.ExitCode == 0;
    }
}
