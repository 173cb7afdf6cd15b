using Microsoft.AspNetCore.Antiforgery;

namespace VoiceWeb.Security;

/// <summary>Asks every change under a group for the antiforgery token, which scripts send as the header <c>RequestVerificationToken</c>.</summary>
public static class AntiforgeryGuard
{
    /// <summary>Refuses requests other than GET and HEAD that carry no valid token, with status 400.</summary>
    public static RouteGroupBuilder RequireAntiforgeryToken(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter(async (invocation, next) =>
        {
            var http = invocation.HttpContext;
            if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method)
                && !await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http))
            {
                return TypedResults.Problem(
                    "This page is out of date. Reload it, then try again.",
                    statusCode: StatusCodes.Status400BadRequest,
                    extensions: new Dictionary<string, object?> { ["code"] = "antiforgery" });
            }

            return await next(invocation);
        });
        // The filter above does the checking; form binding must not ask a second time.
        group.DisableAntiforgery();
        return group;
    }
}
