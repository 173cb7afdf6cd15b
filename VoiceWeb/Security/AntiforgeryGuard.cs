using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Security;

/// <summary>
/// Asks every change under a group for the antiforgery token, which scripts send as the header <c>RequestVerificationToken</c>, and
/// lets the group's refusals speak the reader's language.
/// </summary>
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

            return InReadersLanguage(await next(invocation), http);
        });
        // The filter above does the checking; form binding must not ask a second time.
        group.DisableAntiforgery();
        return group;
    }

    // Scripts show a refusal's sentence as it comes.
    private static object? InReadersLanguage(object? answer, HttpContext http)
    {
        var inner = answer is INestedHttpResult nested ? nested.Result : answer;
        if (inner is ProblemHttpResult { ProblemDetails: { Detail: { } english } problem }
            && problem.Extensions.TryGetValue("code", out var code) && code is string name)
        {
            var arguments = problem.Extensions.TryGetValue("arguments", out var values) ? values as IReadOnlyList<object> : null;
            problem.Detail = http.RequestServices.GetRequiredService<IRefusalTranslator>().Translate(name, arguments ?? [], english);
        }

        return answer;
    }
}
