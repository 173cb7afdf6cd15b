using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using VoiceWeb.Security;

namespace VoiceWeb.Account;

/// <summary>Tells on the console, once the site answers, where it is, and on a fresh installation how to create its owner.</summary>
internal sealed class Welcome(IServer server, OwnerLinks links) : IHostedLifecycleService
{
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? SecurityFeature.DefaultUrl;
        // A wildcard or loopback address is no name that a passkey could belong to.
        var site = new UriBuilder(address.Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal));
        if (site.Host is "127.0.0.1" or "[::1]" or "0.0.0.0" or "[::]")
        {
            site.Host = "localhost";
        }

        var root = site.Uri.GetLeftPart(UriPartial.Authority);
        await Console.Out.WriteLineAsync($"VoiceWeb runs at {root}");
        if (await links.IssueAsync(cancellationToken) is { } token)
        {
            await Console.Out.WriteLineAsync("There is no owner yet. This link creates one; it works once and until the next start:");
            await Console.Out.WriteLineAsync($"  {root}/account/owner?token={token}");
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
