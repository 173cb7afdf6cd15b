using System.CommandLine;
using Microsoft.AspNetCore.Connections;

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
        return CliVerb.Create("serve", "Starts the web application.", [urls], (parsed, _, cancellationToken) =>
            ServeAsync(VoiceWebApp.Build(VoiceWebApp.ForServing(parsed.GetValue(CliVerb.Data), parsed.GetValue(urls))), cancellationToken));
    }

    /// <summary>Serves until it is stopped, and disposes of the application.</summary>
    public static async Task<int> ServeAsync(WebApplication app, CancellationToken cancellationToken)
    {
        await using (app)
        {
            try
            {
                await VoiceWebApp.ServeAsync(app, cancellationToken);
            }
            catch (IOException failure) when (failure.InnerException is AddressInUseException)
            {
                throw new CliException($"{failure.Message} Stop the program that listens there, or choose another address: --urls=http://localhost:5081.");
            }
        }

        return ExitCodes.Done;
    }
}
