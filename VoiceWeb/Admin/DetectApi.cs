using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Admin;

/// <summary>
/// Examines a sound file: its bytes as the body, or as the first file of a form. Read as a stream, so nothing touches the disk. One door
/// for members, and one for visitors where the operator has opened it.
/// </summary>
internal static class DetectApi
{
    private const long FormOverhead = 64 * 1024;

    public static RouteGroupBuilder MapDetect(this IEndpointRouteBuilder routes)
    {
        var detect = routes.MapGroup("/api/detect").WithTags("Detect")
            .RequireAuthorization(Policies.Member).RequireRateLimiting(RateLimits.Uploads).RequireAntiforgeryToken();
        var limit = new RequestSizeLimitAttribute(routes.ServiceProvider.GetRequiredService<IOptions<AudioOptions>>().Value.MaxBytes + FormOverhead);
        detect.MapPost("/", DetectAsync).WithMetadata(limit);
        detect.MapPost("/picture", PictureAsync).WithMetadata(limit);

        // No session stands behind this door, so there is nothing that a forged request could abuse: programs may knock too.
        var visitors = routes.ServiceProvider.GetRequiredService<IOptions<VerifyOptions>>().Value;
        routes.MapPost("/api/verify", VerifyAsync).WithTags("Verify").AllowAnonymous().RequireRateLimiting(RateLimits.Visitors).DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(visitors.MaxBytes + FormOverhead));
        return detect;
    }

    internal sealed record VerifyAnswer(string MadeHere);

    private static Task<Results<Ok<Detection>, ProblemHttpResult>> DetectAsync(
        HttpRequest request, DetectMark detect, CurrentUser user, CancellationToken cancellationToken) =>
        AnswerAsync(request, file => detect.DetectAsync(user, file, cancellationToken), found => found, cancellationToken);

    private static Task<Results<Ok<SoundPicture>, ProblemHttpResult>> PictureAsync(
        HttpRequest request, FoundFileReader files, CancellationToken cancellationToken) =>
        AnswerAsync(
            request, file => files.ReadAsync(file, cancellationToken), found => SoundPicture.Of(found.Sound, cancellationToken), cancellationToken);

    private static Task<Results<Ok<VerifyAnswer>, ProblemHttpResult>> VerifyAsync(
        HttpRequest request, VisitorVerify verify, CancellationToken cancellationToken) =>
        AnswerAsync(request, file => verify.AnswerAsync(file, cancellationToken), answer => new VerifyAnswer(answer), cancellationToken);

    private static async Task<Results<Ok<TAnswer>, ProblemHttpResult>> AnswerAsync<TFound, TAnswer>(
        HttpRequest request, Func<Stream, Task<Result<TFound>>> examine, Func<TFound, TAnswer> answer, CancellationToken cancellationToken)
    {
        try
        {
            var file = request.HasFormContentType ? await FirstFileAsync(request, cancellationToken) : request.Body;
            if (file is null)
            {
                return new Invalid("file-missing", "There is no file in the request. Choose a sound file.").ToProblem();
            }

            var found = await examine(file);
            return found.Succeeded ? TypedResults.Ok(answer(found.Value)) : found.Refusal.ToProblem();
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
