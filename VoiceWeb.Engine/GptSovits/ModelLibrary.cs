using VoiceWeb.Engine.Checkpoints;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// The GPT-SoVITS models of this machine: brings in official files, lists, checks and removes. A model appears only when it is complete;
/// whatever stops an import leaves nothing behind.
/// </summary>
public sealed class ModelLibrary
{
    private const string Unfinished = ".unfinished-";
    private const int DiskFull = 28, DiskFullWindows = unchecked((int)0x80070070); // ENOSPC, ERROR_DISK_FULL

    /// <summary>Weights that stay in memory while a model speaks; the others are opened for making a voice only.</summary>
    private static readonly string[] SpeakingFiles = ["gpt.bin", DirectStep.StepFile.Name, "sovits.bin", "bert.bin"];

    private readonly string _root;
    private readonly ConvertModel _convert;
    private readonly Func<string, long> _freeBytes;

    /// <param name="root">Folder of all models; made when it is first needed.</param>
    public ModelLibrary(string root)
        : this(root, ModelConverter.Convert, folder => new DriveInfo(folder).AvailableFreeSpace)
    {
    }

    /// <param name="root">Folder of all models.</param>
    /// <param name="convert">Converts; tests let it fail.</param>
    /// <param name="freeBytes">Free space at a folder.</param>
    internal ModelLibrary(string root, ConvertModel convert, Func<string, long> freeBytes) => (_root, _convert, _freeBytes) = (root, convert, freeBytes);

    /// <summary>Converts sources into an empty folder.</summary>
    internal delegate ModelManifest ConvertModel(
        string name, ModelSources sources, PrecisionProfile profile, string folder, IProgress<double>? progress, CancellationToken cancellationToken);

    /// <summary>All complete models, by name. Damaged ones are left out; <see cref="VerifyAsync"/> says what is wrong with them.</summary>
    public IReadOnlyList<ModelSummary> List() => !Directory.Exists(_root) ? [] :
        [.. Folders().Select(folder => TryLoad(folder)).OfType<ModelManifest>().Select(Summarize)];

    /// <summary>Names of models whose description cannot be read: they can only be removed.</summary>
    public IReadOnlyList<string> Damaged() => !Directory.Exists(_root) ? [] :
        [.. Folders().Where(folder => TryLoad(folder) is null).Select(folder => Path.GetFileName(folder))];

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
            throw new ModelImportException("model-name-taken", $"There is a model '{name}' already. Remove it first, or choose another name.") { Arguments = [name] };
        }

        Directory.CreateDirectory(_root);
        var work = Path.Combine(_root, Unfinished + Guid.NewGuid().ToString("n"));
        Directory.CreateDirectory(work);
        try
        {
            return await Task.Run(() =>
            {
                var sources = ModelSources.Find(paths, cancellationToken);
                CheckSpace(ModelConverter.EstimateBytes(sources, profile), _freeBytes(_root));
                var manifest = _convert(name, sources, profile, work, progress, cancellationToken);
                Directory.Move(work, target);
                return Summarize(manifest);
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is CorruptCheckpointException or UnsafeCheckpointException)
        {
            throw new ModelImportException("model-file-damaged", failure.Message, failure) { Arguments = [name] };
        }
        catch (IOException failure)
        {
            throw Written(failure);
        }
        catch (OutOfMemoryException failure)
        {
            throw new ModelImportException(
                "model-no-memory", "There was not enough memory to convert the model; nothing of it was kept. About 1 GB must be free.", failure);
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
    public Task<IReadOnlyList<EngineStatement>> VerifyAsync(string name, CancellationToken cancellationToken)
    {
        var folder = Existing(name);
        return Task.Run<IReadOnlyList<EngineStatement>>(() =>
        {
            var faults = new List<EngineStatement>();
            foreach (var file in ModelManifest.Load(folder).Files)
            {
                var path = Path.Combine(folder, file.Name);
                if (!File.Exists(path))
                {
                    faults.Add(new("model-file-gone", $"{file.Name} is missing. Import the model again.", file.Name));
                }
                else if (ModelConverter.Describe(file.Part, path, cancellationToken) != file)
                {
                    faults.Add(new("model-file-changed", $"{file.Name} has changed since it was written. Import the model again.", file.Name));
                }
            }

            return faults;
        }, cancellationToken);
    }

    /// <summary>Removes a model. Voices made with it stay, but cannot speak until a model of the same SoVITS file is there.</summary>
    /// <exception cref="ModelImportException">There is no such model.</exception>
    public void Remove(string name)
    {
        var folder = FolderOf(name);
        if (!Directory.Exists(folder))
        {
            throw NotFound(name);
        }

        // Under another name first: what is interrupted here is not a model any more.
        var doomed = Path.Combine(_root, Unfinished + Guid.NewGuid().ToString("n"));
        Directory.Move(folder, doomed);
        Directory.Delete(doomed, recursive: true);
    }

    /// <summary>Writes a model with seeded random weights in the layouts of the official files: it speaks noise.</summary>
    /// <param name="folder">Made when it is not there; must be empty.</param>
    /// <param name="version"><c>v2</c>, <c>v2Pro</c> or <c>v2ProPlus</c>.</param>
    /// <param name="size">How large.</param>
    /// <param name="seed">Same seed, same weights.</param>
    /// <exception cref="ModelImportException">The version is unknown, or the folder is not empty.</exception>
    public static void WriteRandom(string folder, string version, ModelSize size, ulong seed, CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<ModelVersion>(version, ignoreCase: true, out var parsed) || parsed > ModelVersion.V2ProPlus)
        {
            throw new ModelImportException("model-random-version", $"'{version}' is no version for random weights. Give v1, v2, v2Pro or v2ProPlus.");
        }

        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new ModelImportException("model-folder-not-empty", $"The folder {folder} is not empty. Give a new one.");
        }

        Directory.CreateDirectory(folder);
        RandomModel.Write(folder, parsed, size, seed, cancellationToken);
    }

    /// <summary>Folder of an existing model.</summary>
    /// <exception cref="ModelImportException">There is no such model.</exception>
    internal string Existing(string name)
    {
        var folder = FolderOf(name);
        return File.Exists(Path.Combine(folder, ModelManifest.FileName)) ? folder : throw NotFound(name);
    }

    private static ModelImportException NotFound(string name) => new("model-not-found", $"There is no model '{name}'.") { Arguments = [name] };

    /// <summary>When the model was imported, to the clock of its files: another time is another model.</summary>
    internal DateTime StampOf(string name) => File.GetLastWriteTimeUtc(Path.Combine(FolderOf(name), ModelManifest.FileName));

    private static ModelSummary Summarize(ModelManifest manifest) => new(
        manifest.Name, manifest.Key, manifest.Version.ToString().Replace("V", "v", StringComparison.Ordinal), manifest.Profile, GptSovitsVoiceModel.LanguagesOf(manifest),
        manifest.Files.Sum(file => file.Bytes),
        manifest.Files.Where(file => SpeakingFiles.Contains(file.Name)).Sum(file => file.Bytes), manifest.Sources);

    /// <summary>Refuses before anything is written what the disk cannot hold.</summary>
    internal static void CheckSpace(double needed, long free)
    {
        const double Gigabyte = 1e9;
        if (free < needed)
        {
            var (neededText, freeText) = (Gigabytes(needed), Gigabytes(free));
            throw new ModelImportException(
                "model-disk-small", $"The model needs about {neededText} GB, and the disk has {freeText} GB left. Free some space, then try again.")
            {
                Arguments = [neededText, freeText],
            };
        }

        static string Gigabytes(double bytes) => (bytes / Gigabyte).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A failure of reading or writing, in a user's words.</summary>
    internal static ModelImportException Written(IOException failure) => failure.HResult is DiskFull or DiskFullWindows
        ? new ModelImportException(
            "model-disk-full", "The disk became full while the model was written; nothing of it was kept. Free some space, then try again.", failure)
        : new ModelImportException("model-write-failed", $"The model could not be read or written: {failure.Message}", failure) { Arguments = [failure.Message] };

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

    private IEnumerable<string> Folders() => Directory.EnumerateDirectories(_root)
        .Where(folder => !Path.GetFileName(folder).StartsWith(Unfinished, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>Where a model of that name stands or would stand.</summary>
    internal string FolderOf(string name)
    {
        var sound = name.Length is > 0 and <= 64 && name[0] != '.' && name.All(unit => char.IsAsciiLetterOrDigit(unit) || unit is '.' or '-' or '_');
        return sound ? Path.Combine(_root, name) : throw new ModelImportException(
            "model-bad-name", "A model's name has 1 to 64 letters, digits, dots, dashes or underscores, and no dot at its start.");
    }
}
