using System.CommandLine;
using VoiceWeb.Engine.Builtin.Bench;
using VoiceWeb.Engine.GptSovits;
using VoiceWeb.Engine.GptSovits.Bench;
using VoiceWeb.Engine.Inference;
using VoiceWeb.Engine.Speakers.Bench;

namespace VoiceWeb.Cli;

/// <summary><c>bench</c>: how fast GPT-SoVITS runs on this machine, against the usual ways of writing its graphs; and the bench of the mark.</summary>
internal static class BenchVerb
{
    public static Command Create()
    {
        var bench = new Argument<string>("bench") { Description = string.Join(", ", [.. GptSovitsBench.Names, .. BuiltinBench.Names, .. SpeakersBench.Names]) };
        var files = new Option<string?>("--files") { Description = "Folder with official files; models random --size full writes one. speakers, reading and changes: what bench/builtin/make_voices.py wrote; builtin-copy: one voice of it." };
        var profile = new Option<PrecisionProfile>("--profile") { Description = "How e2e, ttfa, prefill, growth and mem convert: balanced, reference, gpu or edge." };
        var seconds = new Option<double>("--seconds") { Description = "Seconds of speech of e2e.", DefaultValueFactory = _ => 10 };
        var characters = new Option<int>("--characters") { Description = "Longest text of growth: 200, 1000 or 5000.", DefaultValueFactory = _ => 5000 };
        var rounds = new Option<int>("--rounds") { Description = "Runs of each variant; sentences of builtin, minutes of builtin-drift, texts of builtin-texts, sentences of builtin-copy, voices of speakers, reading and changes.", DefaultValueFactory = _ => 20 };
        var seed = new Option<int>("--seed") { Description = "Chooses the texts of builtin-texts, voices of speakers and reading." };
        var skip = new Option<int>("--skip") { Description = "How many texts builtin-texts leaves out at first, so that a thousand can be spoken in several runs." };
        var threads = new Option<int>("--threads") { Description = "Threads of a network; 0 takes one per core." };
        var command = CliVerb.Create("bench", "Measures the voice models on this machine.", [bench, files, profile, seconds, characters, rounds, threads, seed, skip], async (parsed, output, cancellationToken) =>
        {
            if (BuiltinBench.Names.Contains(parsed.GetRequiredValue(bench)))
            {
                if (parsed.GetRequiredValue(bench) == "builtin-copy" && !Directory.Exists(parsed.GetValue(files)))
                {
                    throw new CliException("This bench needs --files: the folder of one voice.");
                }

                var found = await BuiltinBench.RunAsync(
                    parsed.GetRequiredValue(bench), parsed.GetValue(rounds), parsed.GetValue(seed), parsed.GetValue(skip),
                    parsed.GetValue(files), cancellationToken);
                output.Answer(found, found.Lines());
                return ExitCodes.Done;
            }

            var folder = parsed.GetValue(files) ?? throw new CliException("This bench needs --files: the folder with what it measures.");
            if (SpeakersBench.Names.Contains(parsed.GetRequiredValue(bench)))
            {
                var found = await SpeakersBench.RunAsync(parsed.GetRequiredValue(bench), folder, parsed.GetValue(rounds), cancellationToken);
                output.Answer(found, found.Lines());
                return ExitCodes.Done;
            }

            try
            {
                var sessions = new SessionFactory(new InferenceOptions { Threads = parsed.GetValue(threads) });
                var report = await new GptSovitsBench(sessions).RunAsync(
                    parsed.GetRequiredValue(bench), folder, parsed.GetValue(profile), parsed.GetValue(seconds), parsed.GetValue(characters),
                    parsed.GetValue(rounds),
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
