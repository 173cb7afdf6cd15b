using System.CommandLine;

namespace VoiceWeb.Cli;

/// <summary>The verbs of the program. Without a verb it serves.</summary>
internal static class CommandLine
{
    /// <summary>Every verb, in the order in which help lists them.</summary>
    public static RootCommand Root()
    {
        var root = new RootCommand("VoiceWeb: voice cloning in the browser that a school can answer for. Without a verb it serves.");
        root.Options.Add(CliVerb.Data);
        root.Options.Add(CliVerb.Json);
        root.Subcommands.Add(ServeVerb.Create());
        root.Subcommands.Add(SpeakVerb.Create());
        root.Subcommands.Add(ClipVerbs.Create());
        root.Subcommands.Add(PhonemesVerb.Create());
        root.Subcommands.Add(MarkVerbs.Create());
        root.Subcommands.Add(AuditVerbs.Create());
        root.Subcommands.Add(UserVerbs.Create());
        root.Subcommands.Add(DoctorVerb.Create());
        root.Subcommands.Add(ModelVerbs.Create());
        root.Subcommands.Add(BenchVerb.Create());
        return root;
    }

    /// <summary>Whether these arguments name a verb or ask for help; otherwise they are the web host's own.</summary>
    public static bool Wants(string[] arguments)
    {
        var root = Root();
        // `--data DIR speak …`: options may stand before the verb.
        for (var i = 0; i < arguments.Length; i++)
        {
            var argument = arguments[i];
            if (argument is "--help" or "-h" or "-?" or "--version" || root.Subcommands.Any(verb => verb.Name == argument))
            {
                return true;
            }

            if (argument == CliVerb.Data.Name)
            {
                i++;
            }
            else if (!argument.StartsWith('-'))
            {
                // An unknown verb gets the parser's one clear line; a bare value of the web host's own has an option before it.
                return i == 0 || !arguments[i - 1].StartsWith("--", StringComparison.Ordinal) || arguments[i - 1].Contains('=', StringComparison.Ordinal);
            }
        }

        return false;
    }

    /// <summary>What the web host gets where no verb is named: <c>--data</c> goes by the name that its configuration knows.</summary>
    public static string[] ForHost(string[] arguments) =>
    [
        .. arguments.Select(argument => argument == CliVerb.Data.Name || argument.StartsWith(CliVerb.Data.Name + "=", StringComparison.Ordinal)
            ? $"--{VoiceWebApp.DataDirectoryKey}{argument[CliVerb.Data.Name.Length..]}"
            : argument),
    ];

    /// <summary>Runs a verb, or serves.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (!Wants(arguments))
        {
            var output = new CliOutput(Console.Out, Console.Error, json: false);
            return await CliVerb.GuardAsync(output, () => ServeVerb.ServeAsync(VoiceWebApp.Build(ForHost(arguments)), CancellationToken.None), CancellationToken.None);
        }

        var parsed = Root().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            var cause = parsed.CommandResult.Command is RootCommand && parsed.UnmatchedTokens.Count > 0
                ? $"There is no verb \"{parsed.UnmatchedTokens[0]}\"."
                : parsed.Errors[0].Message;
            await Console.Error.WriteLineAsync($"error: {cause} --help lists the verbs, and after a verb what it takes.");
            return ExitCodes.Refused;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }
}
