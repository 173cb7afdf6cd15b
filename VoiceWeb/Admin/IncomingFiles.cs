using System.Text.RegularExpressions;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Admin;

/// <summary>A folder of files that wait to become a model.</summary>
/// <param name="Name">Its name under <c>incoming</c>.</param>
/// <param name="Files">How many files.</param>
/// <param name="Bytes">Their length together.</param>
public sealed record IncomingFolder(string Name, int Files, long Bytes);

/// <summary>
/// Model files on their way in: folders under <c>incoming</c> of the data directory, filled on the server or by upload. Nothing outside of it
/// can be named from a page.
/// </summary>
public sealed partial class IncomingFiles(DataDirectory directory)
{
    private const string Unfinished = ".part";
    private const long LeastFreeBytes = 500_000_000; // the database must go on

    private static readonly string[] Extensions = [".ckpt", ".pth", ".pt", ".bin", ".safetensors", ".json", ".txt"];

    /// <summary>Absolute path of the folder of folders.</summary>
    public string Root => directory.PathOf("incoming");

    /// <summary>All folders, by name.</summary>
    public IReadOnlyList<IncomingFolder> List()
    {
        Directory.CreateDirectory(Root);
        return
        [
            .. from folder in new DirectoryInfo(Root).EnumerateDirectories()
               where NamePattern().IsMatch(folder.Name)
               orderby folder.Name
               let files = folder.EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.Extension != Unfinished).ToList()
               select new IncomingFolder(folder.Name, files.Count, files.Sum(file => file.Length)),
        ];
    }

    /// <summary>Absolute path of an existing folder.</summary>
    public Result<string> Find(string name) => NamePattern().IsMatch(name) && Path.Combine(Root, name) is var path && Directory.Exists(path)
        ? path
        : new Missing("model-folder-missing", $"There is no folder \"{name}\" among the files that were brought.") { Arguments = [name] };

    /// <summary>Absolute path of a folder of that name, made if it is not there.</summary>
    public Result<string> Make(string name) => NamePattern().IsMatch(name)
        ? Directory.CreateDirectory(Path.Combine(Root, name)).FullName
        : new Invalid("model-bad-name", BadName);

    /// <summary>Takes one file. An interrupted upload leaves nothing.</summary>
    /// <param name="folder">Folder; made if it is not there.</param>
    /// <param name="path">Place in it, with at most one folder before the name.</param>
    /// <param name="content">Read to its end.</param>
    /// <param name="length">Announced length; null if unknown.</param>
    public async Task<Result<IncomingFolder>> SaveAsync(string folder, string path, Stream content, long? length, CancellationToken cancellationToken)
    {
        if (!FilePattern().IsMatch(path) || !Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
        {
            return new Invalid("model-file-name", $"\"{path}\" is no file of a model. Files end in .ckpt, .pth, .bin, .safetensors, .json or .txt.") { Arguments = [path] };
        }

        var made = Make(folder);
        if (!made.Succeeded)
        {
            return made.Refusal;
        }

        if (new DriveInfo(Root).AvailableFreeSpace < (length ?? 0) + LeastFreeBytes)
        {
            return new Unavailable("model-disk-full", "The disk has no room for this file. Free some space, then try again.");
        }

        var target = Path.Combine(made.Value, path.Replace('/', Path.DirectorySeparatorChar));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var partial = $"{target}.{Guid.NewGuid():N}{Unfinished}";
        try
        {
            await using (var file = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20, useAsync: true))
            {
                await content.CopyToAsync(file, cancellationToken);
            }

            File.Move(partial, target, overwrite: true);
        }
        catch (IOException failure) when (failure is not BadHttpRequestException)
        {
            return new Unavailable("model-write-failed", $"The file could not be written: {failure.Message}") { Arguments = [failure.Message] };
        }
        finally
        {
            File.Delete(partial);
        }

        return List().Single(known => known.Name == folder);
    }

    /// <summary>Removes a folder with its files.</summary>
    public Result<string> Remove(string name)
    {
        var found = Find(name);
        if (found.Succeeded)
        {
            Directory.Delete(found.Value, recursive: true);
        }

        return found;
    }

    private const string BadName = "A model's name has 1 to 64 letters, digits, dots, dashes or underscores, and no dot at its start.";

    [GeneratedRegex(@"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^([A-Za-z0-9_-][A-Za-z0-9._-]{0,99}/)?[A-Za-z0-9_-][A-Za-z0-9._=-]{0,149}\z")]
    private static partial Regex FilePattern();
}
