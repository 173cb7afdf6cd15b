using System.CommandLine;
using VoiceWeb.Engine.GptSovits;

namespace VoiceWeb.Cli;

/// <summary><c>models</c>: brings in official GPT-SoVITS files, lists, checks and removes models, and writes random ones for trying.</summary>
internal static class ModelVerbs
{
    public static Command Create()
    {
        var models = new Command("models", "GPT-SoVITS models: import, pull, list, verify, remove; random writes one for trying.");
        models.Subcommands.Add(Import());
        models.Subcommands.Add(PullModelVerb.Create());
        models.Subcommands.Add(List());
        models.Subcommands.Add(Verify());
        models.Subcommands.Add(Remove());
        models.Subcommands.Add(WriteRandom());
        return models;
    }

    private static Command Import()
    {
        var paths = new Argument<string[]>("paths") { Description = "Official files, or folders that hold them.", Arity = ArgumentArity.OneOrMore };
        var name = Name();
        var profile = new Option<PrecisionProfile>("--profile") { Description = "balanced (8-bit text network, the default), reference (fp32), gpu (fp16 where a GPU gains by it), or edge (8-bit vocoder too, for machines with little memory)." };
        return CliVerb.CreateWithServices("import", "Reads, checks and converts official files once.", [paths, name, profile], (parsed, services, output, cancellationToken) =>
            GuardAsync(async () =>
            {
                var progress = new TenthsProgress(output);
                var model = await Library(services).ImportAsync(
                    parsed.GetRequiredValue(name), parsed.GetRequiredValue(paths), parsed.GetValue(profile), progress, cancellationToken);
                output.Answer(model, Describe(model));
                return ExitCodes.Done;
            }));
    }

    private static Command List() => CliVerb.CreateWithServices("list", "Lists the models of this installation.", [], (_, services, output, _) =>
    {
        var models = Library(services).List();
        output.Answer(models, models.Count == 0 ? ["There is no model. Import one: models import FOLDER --name NAME"] : models.Select(Describe));
        return Task.FromResult(ExitCodes.Done);
    });

    private static Command Verify()
    {
        var name = Name();
        return CliVerb.CreateWithServices("verify", "Compares a model's files with what was written.", [name], (parsed, services, output, cancellationToken) =>
            GuardAsync(async () =>
            {
                var found = await Library(services).VerifyAsync(parsed.GetRequiredValue(name), cancellationToken);
                var faults = found.Select(fault => fault.English).ToList();
                output.Answer(new { Sound = faults.Count == 0, Faults = faults }, faults.Count == 0 ? ["All files are as they were written."] : faults);
                return faults.Count == 0 ? ExitCodes.Done : ExitCodes.Refused;
            }));
    }

    private static Command Remove()
    {
        var name = Name();
        return CliVerb.CreateWithServices("remove", "Removes a model.", [name], (parsed, services, output, _) => GuardAsync(() =>
        {
            Library(services).Remove(parsed.GetRequiredValue(name));
            output.Answer(new { Removed = parsed.GetRequiredValue(name) }, $"{parsed.GetRequiredValue(name)} is removed.");
            return Task.FromResult(ExitCodes.Done);
        }));
    }

    private static Command WriteRandom()
    {
        var folder = new Option<string>("--out") { Description = "The folder to write the official layout to. New or empty.", Required = true };
        var version = new Option<string>("--version") { Description = "v1, v2, v2Pro or v2ProPlus.", DefaultValueFactory = _ => "v2Pro" };
        var size = new Option<ModelSize>("--size") { Description = "full or tiny.", DefaultValueFactory = _ => ModelSize.Tiny };
        var seed = new Option<ulong>("--seed") { Description = "Same seed, same weights." };
        return CliVerb.Create("random", "Writes a model with random weights: it speaks noise.", [folder, version, size, seed], (parsed, output, cancellationToken) =>
            GuardAsync(() =>
            {
                ModelLibrary.WriteRandom(
                    parsed.GetRequiredValue(folder), parsed.GetRequiredValue(version), parsed.GetValue(size), parsed.GetValue(seed), cancellationToken);
                output.Answer(new { Folder = parsed.GetRequiredValue(folder) }, $"Written to {parsed.GetRequiredValue(folder)}.");
                return Task.FromResult(ExitCodes.Done);
            }));
    }

    private static Option<string> Name() => new("--name") { Description = "The model's name.", Required = true };

    internal static ModelLibrary Library(IServiceProvider services) => services.GetRequiredService<ModelLibrary>();

    internal static string Describe(ModelSummary model) =>
        $"{model.Name}: GPT-SoVITS {model.Version}, {model.Profile.ToString().ToLowerInvariant()}, {string.Join(" and ", model.Languages)}, {model.Bytes / 1048576} MB";

    internal static async Task<int> GuardAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (ModelImportException refusal)
        {
            throw new CliException(refusal.Message);
        }
    }
}
