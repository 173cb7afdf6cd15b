using System.CommandLine;
using VoiceWeb.Data;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Inference;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Cli;

/// <summary><c>doctor</c>: what is installed, what networks run on, which voice models there are, what is missing and how to get it.</summary>
internal static class DoctorVerb
{
    private static readonly (string Name, bool Needed, string Use)[] Tools =
    [
        ("espeak-ng", true, "base speech of the built-in voice"),
        ("ffmpeg", true, "every audio format but WAV"),
        ("prlimit", false, "memory limit of the decoder's process"),
    ];

    public static Command Create() => CliVerb.CreateWithServices(
        "doctor", "Says what is installed, what is missing and how to get it.", [], async (_, services, output, cancellationToken) =>
        {
            var tools = new List<(string Name, bool Needed, string Use, ExternalTool? Found)>();
            foreach (var (name, needed, use) in Tools)
            {
                tools.Add((name, needed, use, await ExternalTools.FindAsync(name, cancellationToken)));
            }

            var providers = services.GetRequiredService<SessionFactory>().Providers;
            var models = services.GetRequiredService<IVoiceFitter>().Models;
            var polyphones = services.GetRequiredService<PolyphoneModel>();
            var missing = tools.Where(tool => tool is { Needed: true, Found: null })
                .Select(tool => $"{tool.Name} ({tool.Use}): {ExternalTools.InstallCommand(tool.Name)}")
                .ToList();
            output.Answer(
                new
                {
                    Healthy = missing.Count == 0,
                    DataDirectory = services.GetRequiredService<DataDirectory>().Root,
                    Tools = tools.Select(tool => new { tool.Name, tool.Needed, tool.Use, tool.Found?.Version, tool.Found?.Path }),
                    ExecutionProvider = providers.Active,
                    ExecutionProviders = providers.Providers.Select(provider => new { provider.Name, provider.Available, provider.Detail }),
                    OnnxRuntime = new { Version = providers.RuntimeVersion, Library = providers.LibraryPath },
                    VoiceModels = models.Select(model => new { model.Name, model.Available, model.Detail }),
                    PolyphoneModel = polyphones.Summary,
                    Missing = missing,
                },
                [
                    $"Data directory: {services.GetRequiredService<DataDirectory>().Root}",
                    .. tools.Select(tool => tool.Found is { } found
                        ? $"{tool.Name}: {found.Version ?? "there"} ({found.Path})"
                        : $"{tool.Name}: missing{(tool.Needed ? "" : ", not needed")} ({tool.Use})"),
                    $"Networks: {providers.Summary}",
                    .. models.Select(model => $"Voice model {model.Name}: {(model.Available ? "ready" : "not available")}. {model.Detail}"),
                    $"Polyphone model: {polyphones.Summary}",
                    missing.Count == 0 ? "Nothing is missing." : "Missing: " + string.Join("; ", missing),
                ]);
            return missing.Count == 0 ? ExitCodes.Done : ExitCodes.Unavailable;
        });
}
