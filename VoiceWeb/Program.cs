using VoiceWeb.Cli;

return await CommandLine.RunAsync(args);
