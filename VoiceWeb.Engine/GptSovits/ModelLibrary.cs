using VoiceWeb.Engine.Checkpoints;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// The GPT-SoVITS models of this machine: brings in official files, lists, checks and removes. A model appears only when it is complete;
/// whatever stops an import leaves nothing behind.
/// </summary>
/// <param name="root">Folder of all models; made when it is first needed.</param>
public sealed class ModelLibrary(string root)
{
    private const string Unfinished = ".unfinished-";

    /// <summary>All complete models, by name. Damaged ones are left out; <see cref="VerifyAsync"/> says what is wrong with them.</summary>
    public IReadOnlyList<ModelSummary> List() => !Directory.Exists(root) ? [] :
        [.. Folders().Select(folder => TryLoad(folder)).OfType<ModelManifest>().Select(Summarize)];

    /// <summary>Reads, checks and converts official files. Takes minutes for a full model.</summary>
    /// <param name="name">Letters, digits, dot, dash and underscore; at most 64.</param>
    /// <param name="paths">Files and folders; parts are found by what they hold.</param>
    /// <param name="profile">How to convert.</param>
    /// <param name="progress">Receives 0 to 1.</param>
    /// <exception cref="ModelImportException">The files cannot become a model, or the name is taken.</exception>
    public async Task<ModelSummary> ImportAsync(
        string name, IReadOnlyList<string> paths, PrecisionProfile profile, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var target = FolderOf(name);
        if (Directory.Exists(target))
        {
            throw new ModelImportException($"There is a model '{name}' already. Remove it first, or choose another name.");
        }

        Directory.CreateDirectory(root);
        var work = Path.Combine(root, Unfinished + Guid.NewGuid().ToString("n"));
        Directory.CreateDirectory(work);
        try
        {
            return await Task.Run(() =>
            {
                var sources = ModelSources.Find(paths, cancellationToken);
                var manifest = ModelConverter.Convert(name, sources, profile, work, progress, cancellationToken);
                Directory.Move(work, target);
                return Summarize(manifest);
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is CorruptCheckpointException or UnsafeCheckpointException)
        {
            throw new ModelImportException(failure.Message, failure);
        }
        catch (IOException failure)
        {
            throw new ModelImportException($"The model could not be written: {failure.Message} A full model needs about 3 GB of free space.", failure);
        }
        catch (OutOfMemoryException failure)
        {
            throw new ModelImportException("There was not enough memory to convert the model. About 1 GB must be free.", failure);
        }
        finally
        {
            if (Directory.Exists(work))
            {
                Directory.Delete(work, recursive: true);
            }
        }
    }

    /// <summary>Compares every file of a model with what was written.</summary>
    /// <returns>A sentence for each thing that is wrong; none when all is well.</returns>
    /// <exception cref="ModelImportException">There is no such model, or its description is damaged.</exception>
    public Task<IReadOnlyList<string>> VerifyAsync(string name, CancellationToken cancellationToken)
    {
        var folder = Existing(name);
        return Task.Run<IReadOnlyList<string>>(() =>
        {
            var faults = new List<string>();
            foreach (var file in ModelManifest.Load(folder).Files)
            {
                var path = Path.Combine(folder, file.Name);
                if (!File.Exists(path))
                {
                    faults.Add($"{file.Name} is missing. Import the model again.");
                }
                else if (ModelConverter.Describe(file.Part, path, cancellationToken) != file)
                {
                    faults.Add($"{file.Name} has changed since it was written. Import the model again.");
                }
            }

            return faults;
        }, cancellationToken);
    }

    /// <summary>Removes a model. Voices made with it stay, but cannot speak until a model of the same SoVITS file is there.</summary>
    /// <exception cref="ModelImportException">There is no such model.</exception>
    public void Remove(string name) => Directory.Delete(Existing(name), recursive: true);

    /// <summary>Writes a model with seeded random weights in the layouts of the official files: it speaks noise.</summary>
    /// <param name="folder">Made when it is not there; must be empty.</param>
    /// <param name="version"><c>v2</c>, <c>v2Pro</c> or <c>v2ProPlus</c>.</param>
    /// <param name="size">How large.</param>
    /// <param name="seed">Same seed, same weights.</param>
    /// <exception cref="ModelImportException">The version is unknown, or the folder is not empty.</exception>
    public static void WriteRandom(string folder, string version, ModelSize size, ulong seed, CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<ModelVersion>(version, ignoreCase: true, out var parsed) || parsed is not (ModelVersion.V2 or ModelVersion.V2Pro or ModelVersion.V2ProPlus))
        {
            throw new ModelImportException($"'{version}' is no version for random weights. Give v2, v2Pro or v2ProPlus.");
        }

        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new ModelImportException($"The folder {folder} is not empty. Give a new one.");
        }

        Directory.CreateDirectory(folder);
        RandomModel.Write(folder, parsed, size, seed, cancellationToken);
    }

    /// <summary>Folder of an existing model.</summary>
    /// <exception cref="ModelImportException">There is no such model.</exception>
    internal string Existing(string name)
    {
        var folder = FolderOf(name);
        return File.Exists(Path.Combine(folder, ModelManifest.FileName)) ? folder : throw new ModelImportException($"There is no model '{name}'.");
    }

    private static ModelSummary Summarize(ModelManifest manifest) => new(
        manifest.Name, manifest.Version.ToString().Replace("V", "v", StringComparison.Ordinal), manifest.Profile, GptSovitsVoiceModel.LanguagesOf(manifest),
        manifest.Files.Sum(file => file.Bytes), manifest.Sources);

    private static ModelManifest? TryLoad(string folder)
    {
        try
        {
            return ModelManifest.Load(folder);
        }
        catch (ModelImportException)
        {
            return null; // the summary of a damaged model cannot be told; verify names its fault
        }
    }

    private IEnumerable<string> Folders() => Directory.EnumerateDirectories(root)
        .Where(folder => !Path.GetFileName(folder).StartsWith(Unfinished, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private string FolderOf(string name)
    {
        var sound = name.Length is > 0 and <= 64 && name[0] != '.' && name.All(unit => char.IsAsciiLetterOrDigit(unit) || unit is '.' or '-' or '_');
        return sound ? Path.Combine(root, name) : throw new ModelImportException("A model's name has 1 to 64 letters, digits, dots, dashes or underscores, and no dot at its start.");
    }
}
