using System.CommandLine;
using VoiceWeb.Engine.Quality;

namespace VoiceWeb.Cli;

/// <summary><c>clip check FILE</c>: what the quality gate says of a recording; <c>clip windows FILE</c>: its best stretches.</summary>
internal static class ClipVerbs
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A recording in any common audio format." };
        var command = new Command("clip", "Recordings.");
        command.Subcommands.Add(CliVerb.CreateWithServices("check", "Says whether a recording is good enough for a voice.", [file], async (parsed, services, output, cancellationToken) =>
        {
            var audio = await CliAudio.DecodeAsync(services, parsed.GetRequiredValue(file), cancellationToken);
            var verdict = services.GetRequiredService<ClipQualityGate>().Assess(audio, cancellationToken);
            output.Answer(
                new
                {
                    Verdict = verdict.Rating.ToString().ToLowerInvariant(),
                    verdict.DurationSeconds,
                    verdict.SpeechSeconds,
                    verdict.SnrDb,
                    verdict.ClippedRatio,
                    verdict.LevelDbfs,
                    Reasons = verdict.Reasons.Select(reason => new { reason.Code, reason.Message }),
                },
                [
                    $"{verdict.Rating}: {verdict.SpeechSeconds:0.0} s of speech in {verdict.DurationSeconds:0.0} s, "
                        + $"signal to noise {verdict.SnrDb:0} dB, level {verdict.LevelDbfs:0} dBFS, {verdict.ClippedRatio:0.00%} clipped",
                    .. verdict.Reasons.Select(reason => "- " + reason.Message),
                ]);
            return verdict.Rating == ClipRating.Refused ? ExitCodes.Refused : ExitCodes.Done;
        }));
        command.Subcommands.Add(ClipWindowsVerb.Create());
        return command;
    }
}
