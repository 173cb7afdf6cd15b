using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Watermark;
using VoiceWeb.Storage;

namespace VoiceWeb.Cli;

/// <summary><c>mark embed</c>, <c>mark detect</c>: the waveform mark of one file; <c>mark rotate</c>: the key behind all marks.</summary>
internal static class MarkVerbs
{
    public static Command Create()
    {
        var command = new Command("mark", "The inaudible mark.");
        command.Subcommands.Add(Embed());
        command.Subcommands.Add(Detect());
        command.Subcommands.Add(Rotate());
        return command;
    }

    private static Command Embed()
    {
        var input = new Argument<string>("in") { Description = "An audio file." };
        var target = new Argument<string>("out") { Description = "The WAV file to write." };
        var id = new Option<string>("--id") { Description = "The id: 12 hexadecimal digits.", Required = true };
        return CliVerb.CreateWithServices("embed", "Marks a file with an id.", [input, target, id], async (parsed, services, output, cancellationToken) =>
        {
            if (!WatermarkId.TryParse(parsed.GetRequiredValue(id), out var mark))
            {
                throw new CliException("--id takes 12 hexadecimal digits, such as 0123456789ab.");
            }

            var audio = await CliAudio.DecodeAsync(services, parsed.GetRequiredValue(input), cancellationToken);
            var marked = services.GetRequiredService<Watermarker>().Mark(audio, mark);
            await WriteAsync(parsed.GetRequiredValue(target), marked.Audio, cancellationToken);
            await RecordAsync(services, mark, cancellationToken);
            output.Answer(new { MarkId = mark.ToString(), audioSeconds = marked.Audio.Seconds }, [$"Marked with {mark}."]);
            return ExitCodes.Done;
        });
    }

    private static Command Detect()
    {
        var file = new Argument<string>("file") { Description = "Any audio file." };
        return CliVerb.CreateWithServices("detect", "Looks for a mark in a file.", [file], async (parsed, services, output, cancellationToken) =>
        {
            var audio = await CliAudio.DecodeAsync(services, parsed.GetRequiredValue(file), cancellationToken);
            var detector = services.GetRequiredService<WatermarkDetector>();
            var found = await Task.Run(() => detector.Detect(audio, services.GetService<IWatermarkLedger>(), cancellationToken), cancellationToken);
            output.Answer(
                new
                {
                    Verdict = Name(found.Verdict),
                    Id = found.Id?.ToString(),
                    found.Confidence,
                    found.FalsePositiveProbability,
                    found.Tempo,
                    found.Pitch,
                    Matches = found.Matches.Select(match => new { Payload = match.Id.ToString(), match.Score }),
                },
                [
                    found.Verdict switch
                    {
                        WatermarkVerdict.Marked => $"Marked: {found.Id}, probability of a false alarm {found.FalsePositiveProbability:0.#e+0}.",
                        WatermarkVerdict.Inconclusive => "Inconclusive: something like a mark, too weak to be sure.",
                        _ => "No mark found. That is no proof of human origin.",
                    },
                ]);
            return ExitCodes.Done;
        });
    }

    private static Command Rotate() => CliVerb.CreateWithServices(
        "rotate",
        "Begins a new epoch: from its next start the server marks with a new key, and goes on reading the marks of the old ones.",
        [],
        async (_, services, output, cancellationToken) =>
        {
            var keys = services.GetRequiredService<WatermarkKeyStore>().Rotate();
            await using var db = await services.GetRequiredService<IDbContextFactory<VoiceWebDb>>().OpenForInstallationAsync(cancellationToken);
            services.GetRequiredService<AuditTrail>().Append(
                db, Guid.Empty, AuditTrail.CommandLine, AuditEvent.MarkKeyRotated, $"key:{keys.Current.Id}", new { account = Environment.UserName, keys = keys.Keys.Count });
            await db.SaveChangesAsync(cancellationToken);
            output.Answer(
                new { keys.Current.Id, Keys = keys.Keys.Select(key => key.Id) },
                $"New key {keys.Current.Id}; {keys.Keys.Count} keys are read with. Restart the server, and back up the folder keys.");
            return ExitCodes.Done;
        });

    private static string Name(WatermarkVerdict verdict) => verdict switch
    {
        WatermarkVerdict.Marked => "marked",
        WatermarkVerdict.NotFound => "notFound",
        _ => "inconclusive",
    };

    private static async Task WriteAsync(string path, AudioBuffer audio, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
        {
            throw new CliException($"{path} is a folder, not a file.");
        }

        await File.WriteAllBytesAsync(path, WavWriter.ToBytes(audio), cancellationToken);
    }

    private static async Task RecordAsync(IServiceProvider services, WatermarkId mark, CancellationToken cancellationToken)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<VoiceWebDb>>().OpenForInstallationAsync(cancellationToken);
        services.GetRequiredService<AuditTrail>().Append(
            db, Guid.Empty, AuditTrail.CommandLine, AuditEvent.CommandLineMarked, $"mark:{mark}", new { account = Environment.UserName });
        await db.SaveChangesAsync(cancellationToken);
    }
}
