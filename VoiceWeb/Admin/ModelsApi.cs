using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Admin;

/// <summary>Takes the files of a model, one as the body of each request: they are far too large for a page's circuit.</summary>
internal static class ModelsApi
{
    public static RouteGroupBuilder MapModels(this IEndpointRouteBuilder routes)
    {
        var models = routes.MapGroup("/api/models").WithTags("Models")
            .RequireAuthorization(Policies.Owner).RequireRateLimiting(RateLimits.Uploads).RequireAntiforgeryToken();
        models.MapPost("/incoming/{folder}", SaveAsync).WithMetadata(new DisableRequestSizeLimitAttribute());
        return models;
    }

    private static async Task<Results<Ok<IncomingFolder>, ProblemHttpResult>> SaveAsync(
        string folder, string path, HttpRequest request, IncomingFiles incoming, CancellationToken cancellationToken)
    {
        var saved = await incoming.SaveAsync(folder, path, request.Body, request.ContentLength, cancellationToken);
        return saved.Succeeded ? TypedResults.Ok(saved.Value) : saved.Refusal.ToProblem();
    }
}
