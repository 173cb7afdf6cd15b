using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Engine;
using VoiceWeb.Engine.GptSovits;
using VoiceWeb.Engine.Inference;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Admin;

/// <summary>One imported model as the page shows it.</summary>
/// <param name="Voices">How many voices of all schools speak with it.</param>
public sealed record ModelLine(ModelSummary Model, int Voices);

/// <summary>Everything the page of models shows.</summary>
/// <param name="Models">Sound ones, by name.</param>
/// <param name="Damaged">Names of models whose description cannot be read.</param>
/// <param name="Incoming">Folders of files that wait.</param>
/// <param name="IncomingPath">Where those folders stand on the server.</param>
/// <param name="Providers">What networks run on, and why not on more.</param>
public sealed record ModelOverview(
    IReadOnlyList<ModelLine> Models, IReadOnlyList<string> Damaged, IReadOnlyList<IncomingFolder> Incoming, string IncomingPath, ExecutionProviders Providers);

/// <summary>What the comparison of a model's files found.</summary>
/// <param name="Faults">A sentence for each; none when all is well.</param>
public sealed record ModelCheck(IReadOnlyList<EngineStatement> Faults);

/// <summary>Imports, checks and removes speech models, for whoever runs the installation. What changes is recorded.</summary>
public sealed class ModelDesk(
    ModelLibrary library, IncomingFiles incoming, ModelJobs jobs, ModelDownload download, SessionFactory sessions, IDbContextFactory<VoiceWebDb> dbFactory, AuditTrail audit)
{
    /// <summary>What there is now.</summary>
    public async Task<ModelOverview> ReadAsync(CurrentUser user, CancellationToken cancellationToken)
    {
        RequireOwner(user);
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var used = await db.Voices.Where(v => v.State != VoiceState.Withdrawn)
            .GroupBy(v => v.Model).Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
        return new ModelOverview(
            [.. library.List().Select(model => new ModelLine(model, used.GetValueOrDefault(model.VoiceModel)))],
            library.Damaged(),
            incoming.List(),
            incoming.Root,
            sessions.Providers);
    }

    /// <summary>Begins to make a model from a folder of files. Its end is told by <see cref="ModelJobs"/>.</summary>
    public Result<string> Import(CurrentUser user, string folder, string name, PrecisionProfile profile)
    {
        RequireOwner(user);
        var found = incoming.Find(folder);
        if (!found.Succeeded)
        {
            return found.Refusal;
        }

        return jobs.TryStart(ModelJobKind.Import, name, async (progress, cancellationToken) =>
        {
            try
            {
                var model = await library.ImportAsync(name, [found.Value], profile, progress, cancellationToken);
                await RecordAsync(user, AuditEvent.ModelImported, model.Key, new
                {
                    version = model.Version,
                    profile = model.Profile.ToString(),
                    sources = model.Sources.Select(source => source.Sha256),
                });
            }
            catch (ModelImportException refused)
            {
                await RecordAsync(user, AuditEvent.ModelImportFailed, "", new { reason = refused.Reason });
                throw;
            }
        })
            ? name
            : Busy();
    }

    /// <summary>Begins to fetch a published model's files into a folder of its name. Nothing is fetched unless somebody asks.</summary>
    public Result<string> Fetch(CurrentUser user, string published)
    {
        RequireOwner(user);
        if (OfficialModels.Find(published) is not { } model)
        {
            return new Missing("model-not-found", $"There is no model '{published}'.") { Arguments = [published] };
        }

        var folder = incoming.Make(model.Name);
        if (!folder.Succeeded)
        {
            return folder.Refusal;
        }

        return jobs.TryStart(ModelJobKind.Fetch, model.Name, async (progress, cancellationToken) =>
        {
            await download.FetchAsync(model, ModelDownload.Endpoint(null), folder.Value, progress, cancellationToken);
            await RecordAsync(user, AuditEvent.ModelFetched, "", new { sources = model.Files.Select(file => file.Sha256) });
        })
            ? model.Name
            : Busy();
    }

    /// <summary>Stops the running job.</summary>
    public void Cancel(CurrentUser user)
    {
        RequireOwner(user);
        jobs.Cancel();
    }

    /// <summary>Compares a model's files with what was written.</summary>
    public async Task<Result<ModelCheck>> VerifyAsync(CurrentUser user, string name, CancellationToken cancellationToken)
    {
        RequireOwner(user);
        try
        {
            var faults = await library.VerifyAsync(name, cancellationToken);
            await RecordAsync(user, AuditEvent.ModelVerified, library.List().FirstOrDefault(model => model.Name == name)?.Key ?? "", new { faults = faults.Count });
            return new ModelCheck(faults);
        }
        catch (ModelImportException refused)
        {
            return Refuse(refused);
        }
    }

    /// <summary>Removes a model. Voices made with it stay, silent.</summary>
    public async Task<Result<string>> RemoveAsync(CurrentUser user, string name, CancellationToken cancellationToken)
    {
        RequireOwner(user);
        var key = library.List().FirstOrDefault(model => model.Name == name)?.Key ?? "";
        try
        {
            await Task.Run(() => library.Remove(name), cancellationToken);
        }
        catch (ModelImportException refused)
        {
            return Refuse(refused);
        }

        await RecordAsync(user, AuditEvent.ModelRemoved, key, null);
        return name;
    }

    /// <summary>Removes files that were brought.</summary>
    public Result<string> RemoveIncoming(CurrentUser user, string folder)
    {
        RequireOwner(user);
        return jobs.Current is { Running: true } ? Busy() : incoming.Remove(folder);
    }

    private static Conflict Busy() => new("model-busy", "Another model is being worked on. Wait until that is done, or cancel it.");

    private static Invalid Refuse(ModelImportException refused) => new(refused.Reason, refused.Message) { Arguments = refused.Arguments };

    private static void RequireOwner(CurrentUser user)
    {
        if (!user.IsOwner)
        {
            throw new UnauthorizedAccessException("Only whoever runs the installation handles its models.");
        }
    }

    /// <param name="key">Hash of the SoVITS file: names are chosen by people and stay out of the trail.</param>
    private async Task RecordAsync(CurrentUser user, AuditEvent what, string key, object? facts)
    {
        // Not the caller's token: what has happened is recorded, also when the page has gone.
        await using var db = await dbFactory.OpenForInstallationAsync(CancellationToken.None);
        audit.Append(db, user, what, $"model:{key}", facts);
        await db.SaveChangesAsync(CancellationToken.None);
    }
}
