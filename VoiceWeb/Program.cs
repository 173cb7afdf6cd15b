using VoiceWeb;
using VoiceWeb.Cli;

if (CommandLine.Wants(args))
{
    return await CommandLine.RunAsync(args);
}

await using var app = VoiceWebApp.Build(CommandLine.ForHost(args));
await VoiceWebApp.ServeAsync(app, CancellationToken.None);
return ExitCodes.Done;
