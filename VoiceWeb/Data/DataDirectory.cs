namespace VoiceWeb.Data;

/// <summary>The one directory that everything durable lives in: database, sealed blobs, keys.</summary>
public sealed class DataDirectory
{
    /// <param name="path">Absolute or relative to the working directory. Created if missing, readable by this account alone.</param>
    public DataDirectory(string path)
    {
        Root = Path.GetFullPath(path);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Root);
        }
        else
        {
            Directory.CreateDirectory(Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Absolute path of the directory.</summary>
    public string Root { get; }

    /// <summary>Absolute path of a fixed name inside the directory.</summary>
    public string PathOf(string name) => Path.Combine(Root, name);
}
