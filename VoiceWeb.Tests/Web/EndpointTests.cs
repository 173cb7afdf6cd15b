using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace VoiceWeb.Tests.Web;

/// <summary>No door stands open by oversight.</summary>
public sealed class EndpointTests(AppFactory app) : IClassFixture<AppFactory>
{
    private IEnumerable<RouteEndpoint> Api => app.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        .Where(endpoint => ("/" + endpoint.RoutePattern.RawText?.TrimStart('/')).StartsWith("/api/", StringComparison.Ordinal));

    [Fact]
    public void Every_endpoint_under_api_says_who_may_use_it()
    {
        Assert.NotEmpty(Api);
        Assert.Empty(Api.Where(endpoint => endpoint.Metadata.GetMetadata<IAuthorizeData>() is null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(endpoint => endpoint.DisplayName));
    }

    [Fact]
    public void Only_signing_in_and_the_public_check_are_open_to_visitors()
    {
        var open = Api.Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'));
        // The last one answers only where the operator has opened it.
        Assert.Equal(["/api/passkeys/register", "/api/passkeys/sign-in", "/api/verify"], open.Order(StringComparer.Ordinal));
    }
}
