using System.CommandLine;

namespace VoiceWeb.Cli;

/// <summary><c>serve</c>: the web application, until it is stopped.</summary>
internal static class ServeVerb
{
    public static Command Create()
    {
        var urls = new Option<string?>("--urls")
        {
            Description = "Addresses to listen on, separated by semicolons. Default: http://localhost:5080, which only this machine reaches.",
        };
        return CliVerb.Create("serve", "Starts the web application.", [urls], async (parsed, _, cancellationToken) =>
        {
            await using var app = VoiceWebApp.Build(VoiceWebApp.ForServing(parsed.GetValue(CliVerb.Data), parsed.GetValue(urls)));
            await VoiceWebApp.ServeAsync(app, cancellationToken);
            return ExitCodes.Done;
        });
    }
}
