using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Admin;

/// <summary>Examines a sound file: its bytes as the body, or as the first file of a form. Read as a stream, so nothing touches the disk.</summary>
internal static class DetectApi
{
    private const long FormOverhead = 64 * 1024;

    public static RouteGroupBuilder MapDetect(this IEndpointRouteBuilder routes)
    {
        var detect = routes.MapGroup("/api/detect").WithTags("Detect")
            .RequireAuthorization(Policies.Member).RequireRateLimiting(RateLimits.Uploads).RequireAntiforgeryToken();
        var limit = routes.ServiceProvider.GetRequiredService<IOptions<AudioOptions>>().Value.MaxBytes + FormOverhead;
        detect.MapPost("/", DetectAsync).WithMetadata(new RequestSizeLimitAttribute(limit));
        return detect;
    }

    private static async Task<Results<Ok<Detection>, ProblemHttpResult>> DetectAsync(
        HttpRequest request, DetectMark detect, CurrentUser user, CancellationToken cancellationToken)
    {
        Stream? file = request.Body;
        try
        {
            if (request.HasFormContentType)
            {
                file = await FirstFileAsync(request, cancellationToken);
            }

            if (file is null)
            {
                return new Invalid("file-missing", "There is no file in the request. Choose a sound file.").ToProblem();
            }

            var found = await detect.DetectAsync(user, file, cancellationToken);
            return found.Succeeded ? TypedResults.Ok(found.Value) : found.Refusal.ToProblem();
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new Invalid("file-too-large", "The file is larger than this installation reads. Give a shorter piece of it.").ToProblem();
        }
    }

    private static async Task<Stream?> FirstFileAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(request.ContentType).Boundary).Value;
        if (string.IsNullOrEmpty(boundary))
        {
            return null;
        }

        var sections = new MultipartReader(boundary, request.Body);
        while (await sections.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (section.AsFileSection()?.FileStream is { } file)
            {
                return file;
            }
        }

        return null;
    }
}
