using System.CommandLine;
using VoiceWeb.Engine.GptSovits;
using VoiceWeb.Engine.GptSovits.Bench;
using VoiceWeb.Engine.Inference;

namespace VoiceWeb.Cli;

/// <summary><c>bench</c>: how fast GPT-SoVITS runs on this machine, against the usual ways of writing its graphs; and the bench of the mark.</summary>
internal static class BenchVerb
{
    public static Command Create()
    {
        var bench = new Argument<string>("bench") { Description = string.Join(", ", GptSovitsBench.Names) };
        var files = new Option<string>("--files") { Description = "Folder with official files; models random --size full writes one.", Required = true };
        var profile = new Option<PrecisionProfile>("--profile") { Description = "How e2e converts: balanced or reference." };
        var seconds = new Option<double>("--seconds") { Description = "Seconds of speech of e2e.", DefaultValueFactory = _ => 10 };
        var rounds = new Option<int>("--rounds") { Description = "Runs of each variant.", DefaultValueFactory = _ => 20 };
        var threads = new Option<int>("--threads") { Description = "Threads of a network; 0 takes one per core." };
        var command = CliVerb.Create("bench", "Measures GPT-SoVITS on this machine.", [bench, files, profile, seconds, rounds, threads], async (parsed, output, cancellationToken) =>
        {
            try
            {
                var sessions = new SessionFactory(new InferenceOptions { Threads = parsed.GetValue(threads) });
                var report = await new GptSovitsBench(sessions).RunAsync(
                    parsed.GetRequiredValue(bench), parsed.GetRequiredValue(files), parsed.GetValue(profile), parsed.GetValue(seconds), parsed.GetValue(rounds),
                    cancellationToken);
                output.Answer(report, report.Lines());
                return ExitCodes.Done;
            }
            catch (ModelImportException refusal)
            {
                throw new CliException(refusal.Message);
            }
        });
        command.Subcommands.Add(MarkBenchVerb.Create());
        return command;
    }
}
