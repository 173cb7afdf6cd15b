using System.Net;

namespace VoiceWeb.Security;

/// <summary>
/// Passkeys belong to a name, never to an address: a page asked for by a loopback address is sent on to <c>localhost</c>.
/// </summary>
internal static class LoopbackNames
{
    public static IApplicationBuilder UseLocalhostInsteadOfAddress(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        var request = http.Request;
        if (!HttpMethods.IsGet(request.Method)
            || !IPAddress.TryParse(request.Host.Host.Trim('[', ']'), out var address) || !IPAddress.IsLoopback(address)
            || !request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            return next(http);
        }

        var host = request.Host.Port is { } port ? new HostString("localhost", port) : new HostString("localhost");
        http.Response.Redirect($"{request.Scheme}://{host}{request.PathBase}{request.Path}{request.QueryString}");
        return Task.CompletedTask;
    });
}
