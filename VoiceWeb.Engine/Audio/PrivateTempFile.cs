using System.Diagnostics;
using System.Globalization;

namespace VoiceWeb.Engine.Audio;

/// <summary>
/// A file for a program that must seek, in a folder that no other user may enter; in memory (/dev/shm) where that has room.
/// Gone on dispose; what a killed process left behind is removed by the next one that needs such a file.
/// </summary>
internal sealed class PrivateTempFile : IDisposable
{
    private const string Prefix = "voiceweb-audio-";
    private const string SharedMemory = "/dev/shm";
    private static readonly TimeSpan OldEnough = TimeSpan.FromHours(1);
    private static readonly Lazy<bool> Swept = new(Sweep);

    private readonly string _folder;

    /// <param name="bytesExpected">About how large the file will be.</param>
    public PrivateTempFile(long bytesExpected)
    {
        _ = Swept.Value;
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}");
        _folder = System.IO.Path.Combine(Parent(bytesExpected), name);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_folder); // the user's own temporary folder is private there
        }
        else
        {
            Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Path = System.IO.Path.Combine(_folder, "sound");
    }

    /// <summary>Full path; the file itself is made by whoever writes it first.</summary>
    public string Path { get; }

    /// <summary>Removes folder and file. A program that has the file open may go on reading it, except on Windows.</summary>
    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>Folders of ours that are there now, for tests and for the sweep.</summary>
    internal static IEnumerable<string> Existing() =>
        new[] { SharedMemory, System.IO.Path.GetTempPath() }
            .Where(Directory.Exists)
            .SelectMany(parent => Directory.EnumerateDirectories(parent, Prefix + "*"));

    private static string Parent(long bytesExpected) =>
        OperatingSystem.IsLinux() && Directory.Exists(SharedMemory)
        && new DriveInfo(SharedMemory).AvailableFreeSpace > 2 * bytesExpected + (16 << 20)
            ? SharedMemory
            : System.IO.Path.GetTempPath();

    private static bool Sweep()
    {
        foreach (var folder in Existing().ToArray())
        {
            var owner = System.IO.Path.GetFileName(folder).AsSpan(Prefix.Length);
            var dash = owner.IndexOf('-');
            if (dash <= 0 || !int.TryParse(owner[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                || DateTime.UtcNow - Directory.GetLastWriteTimeUtc(folder) < OldEnough || IsAlive(process))
            {
                continue;
            }

            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                continue; // another user's, or somebody else is sweeping just now
            }
        }

        return true;
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
