using System.CommandLine;
using VoiceWeb.Audit;

namespace VoiceWeb.Cli;

/// <summary><c>audit verify</c>: walks the chain of the audit trail and names the first break.</summary>
internal static class AuditVerbs
{
    public static Command Create()
    {
        var command = new Command("audit", "The audit trail.");
        command.Subcommands.Add(CliVerb.CreateWithServices(
            "verify", "Walks the chain and names the first break.", [], async (_, services, output, cancellationToken) =>
            {
                var verdict = await services.GetRequiredService<AuditChainCheck>().CheckAsync(null, cancellationToken);
                var found = verdict.Break;
                output.Answer(
                    new
                    {
                        Intact = found is null,
                        Entries = verdict.Entries,
                        verdict.LastHash,
                        FirstBreak = found is null ? null : new { found.Sequence, Kind = found.Kind.ToString(), found.Expected, found.Found },
                    },
                    found is null
                        ? [$"The chain is whole: {verdict.Entries} entries, last hash {verdict.LastHash}."]
                        : [
                            $"The chain breaks at entry {found.Sequence} ({found.Kind}): expected {found.Expected}, found {found.Found}.",
                            $"{verdict.Entries} entries before it fit; nothing from there on can be relied on.",
                        ]);
                return found is null ? ExitCodes.Done : ExitCodes.Refused;
            }));
        return command;
    }
}
