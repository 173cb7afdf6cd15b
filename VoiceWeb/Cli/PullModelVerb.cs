using System.CommandLine;
using VoiceWeb.Data;
using VoiceWeb.Engine.GptSovits;

namespace VoiceWeb.Cli;

/// <summary><c>models pull</c>: fetches published files, checks them and imports them. What was interrupted goes on where it stopped.</summary>
internal static class PullModelVerb
{
    public static Command Create()
    {
        var wanted = new Argument<string?>("model") { Description = "Which published model: v2, v2Pro or v2ProPlus. Without it they are listed.", Arity = ArgumentArity.ZeroOrOne };
        var name = new Option<string?>("--name") { Description = "The model's name here. Default: the published one." };
        var endpoint = new Option<string?>("--endpoint") { Description = "Where to fetch from. Default: the environment variable HF_ENDPOINT, or https://huggingface.co." };
        var profile = new Option<PrecisionProfile>("--profile") { Description = "balanced (8-bit text network, the default), reference (fp32), gpu (fp16 where a GPU gains by it), or edge (8-bit vocoder too, for machines with little memory)." };
        var fetchOnly = new Option<bool>("--fetch-only") { Description = "Fetch and check the files, without importing them." };
        return CliVerb.CreateWithServices(
            "pull", "Fetches published files, checks their SHA-256 and imports them.", [wanted, name, endpoint, profile, fetchOnly],
            (parsed, services, output, cancellationToken) => ModelVerbs.GuardAsync(async () =>
            {
                if (parsed.GetValue(wanted) is not { } asked)
                {
                    output.Answer(OfficialModels.All, OfficialModels.All.Select(Line));
                    return ExitCodes.Done;
                }

                var model = OfficialModels.Find(asked)
                    ?? throw new CliException($"There is no published model \"{asked}\". There are: {string.Join(", ", OfficialModels.All.Select(known => known.Name))}.");
                var address = ModelDownload.Endpoint(parsed.GetValue(endpoint));
                var folder = Path.Combine(services.GetRequiredService<DataDirectory>().PathOf("incoming"), model.Name);
                output.Note($"Fetching {Line(model)} from {address.Host} to {folder}");
                using (var download = new ModelDownload(TimeProvider.System))
                {
                    await download.FetchAsync(model, address, folder, new TenthsProgress(output), cancellationToken);
                }

                if (parsed.GetValue(fetchOnly))
                {
                    output.Answer(new { Folder = folder }, $"All files are in {folder}, each with the published SHA-256.");
                    return ExitCodes.Done;
                }

                output.Note("Importing ...");
                var imported = await ModelVerbs.Library(services).ImportAsync(
                    parsed.GetValue(name) ?? model.Name, [folder], parsed.GetValue(profile), new TenthsProgress(output), cancellationToken);
                output.Answer(imported, ModelVerbs.Describe(imported));
                return ExitCodes.Done;
            }));
    }

    private static string Line(OfficialModel model) =>
        $"{model.Name}: {model.Files.Count} files of {model.Repository}, {model.Bytes / 1_000_000} MB, {string.Join(" and ", model.Files.Select(file => file.Licence).Distinct().Order())}";
}
