using System.CommandLine;
using System.Data.Common;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Watermark;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Cli;

/// <summary>What all verbs share: the two common options, and how failures become one line and an exit code.</summary>
internal static class CliVerb
{
    public static readonly Option<string?> Data = new("--data")
    {
        Description = "The data directory. Default: data/, or what the environment variable VOICEWEB_DATA names.",
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Standard output carries one JSON document alone; everything else goes to standard error.",
        Recursive = true,
    };

    /// <summary>A verb that needs no more than the engine's own classes.</summary>
    public static Command Create(
        string name, string description, IEnumerable<Symbol> symbols, Func<ParseResult, CliOutput, CancellationToken, Task<int>> run)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                command.Arguments.Add(argument);
            }
            else if (symbol is Option option)
            {
                command.Options.Add(option);
            }
        }

        command.SetAction((parsed, cancellationToken) =>
        {
            var output = new CliOutput(Console.Out, Console.Error, parsed.GetValue(Json));
            return GuardAsync(output, () => run(parsed, output, cancellationToken), cancellationToken);
        });
        return command;
    }

    /// <summary>A verb that works on the data directory: its services are those of the web application.</summary>
    public static Command CreateWithServices(
        string name,
        string description,
        IEnumerable<Symbol> symbols,
        Func<ParseResult, IServiceProvider, CliOutput, CancellationToken, Task<int>> run) =>
        Create(name, description, symbols, async (parsed, output, cancellationToken) =>
        {
            await using var app = VoiceWebApp.Build(VoiceWebApp.ForVerb(parsed.GetValue(Data)));
            await app.Services.PrepareAsync(cancellationToken);
            await using var scope = app.Services.CreateAsyncScope();
            return await run(parsed, scope.ServiceProvider, output, cancellationToken);
        });

    /// <summary>The file that an argument names, or one clear line.</summary>
    public static FileInfo ExistingFile(string path)
    {
        var file = new FileInfo(path);
        if (Directory.Exists(path))
        {
            throw new CliException($"{path} is a folder, not a file.");
        }

        return file.Exists ? file : throw new CliException($"There is no file {path}.");
    }

    /// <summary>Runs it, and turns what goes wrong into one line and an exit code.</summary>
    public static async Task<int> GuardAsync(CliOutput output, Func<Task<int>> run, CancellationToken cancellationToken)
    {
        try
        {
            return await run();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            output.Note("Stopped.");
            return ExitCodes.Stopped;
        }
        catch (EngineUnavailableException missing)
        {
            output.Note($"error: {missing.Message}");
            return ExitCodes.Unavailable;
        }
        catch (Exception foreseen) when (foreseen is CliException or CorruptAudioException or UnsupportedAudioException
            or VoiceFitException or UnspeakableTextException or MarkFailedException or IOException or UnauthorizedAccessException)
        {
            output.Note($"error: {OneLine(foreseen.Message)}");
            return ExitCodes.Refused;
        }
        catch (DbException broken)
        {
            output.Note($"error: The database in the data directory cannot be used: {OneLine(broken.Message)}");
            return ExitCodes.Refused;
        }
        catch (Exception bug)
        {
            output.Note($"error: {bug.GetType().Name}: {OneLine(bug.Message)} (this is a bug; please report it)");
            return ExitCodes.Unforeseen;
        }
    }

    /// <summary>The value of an action, or its refusal as one line.</summary>
    public static T OrRefuse<T>(this Result<T> result) =>
        result.Succeeded ? result.Value : throw new CliException(result.Refusal.Message);

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");
}
