using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Clips;

/// <summary>Recordings over HTTP: uploads never pass through a page's circuit.</summary>
public static class ClipsApi
{
    private const int LongestField = 100_000; // bytes of a text field

    /// <summary>Maps <c>/api/clips</c>.</summary>
    public static void MapClips(this IEndpointRouteBuilder routes)
    {
        var clips = routes.MapGroup("/api/clips").WithTags("Clips").RequireAuthorization(Policies.Speaker);
        // Without the header the guard would look for the token in the body, and so read all of it.
        clips.AddEndpointFilter(async (invocation, next) =>
            HttpMethods.IsPost(invocation.HttpContext.Request.Method)
            && !invocation.HttpContext.Request.Headers.ContainsKey("RequestVerificationToken")
                ? TypedResults.Problem(
                    "This page is out of date. Reload it, then try again.",
                    statusCode: StatusCodes.Status400BadRequest,
                    extensions: new Dictionary<string, object?> { ["code"] = "antiforgery" })
                : await next(invocation));
        clips.RequireAntiforgeryToken();
        clips.MapPost("/", AddAsync).RequireRateLimiting(RateLimits.Uploads)
            .WithMetadata(new DisableRequestSizeLimitAttribute());
        clips.MapGet("/", ListAsync).RequireRateLimiting(RateLimits.Api);
        clips.MapGet("/{id:guid}", FindAsync).RequireRateLimiting(RateLimits.Api);
        clips.MapDelete("/{id:guid}", RemoveAsync).RequireRateLimiting(RateLimits.Api);
        clips.MapGet("/{id:guid}/audio", PlayAsync).RequireRateLimiting(RateLimits.Api);
        clips.MapGet("/{id:guid}/peaks", PeaksAsync).RequireRateLimiting(RateLimits.Api);
        clips.MapGet("/{id:guid}/spectrogram", SpectrogramAsync).RequireRateLimiting(RateLimits.Api);
    }

    /// <summary>
    /// Takes a form with one or more files; text fields <c>source</c>, <c>language</c> and <c>transcript</c> stand before the file that
    /// they describe. One file answers 201 or the problem; several answer 200 with one outcome each.
    /// </summary>
    internal static async Task<Results<Created<ClipSummary>, Ok<List<UploadOutcome>>, ProblemHttpResult>> AddAsync(
        HttpRequest request, AddClip add, IOptions<ClipOptions> options, CurrentUser user, CancellationToken cancellationToken)
    {
        var outcomes = new List<UploadOutcome>();
        Refusal? lastRefusal = null;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary)
        {
            return ClipRefusals.NoFile().ToProblem();
        }

        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var reader = new MultipartReader(boundary, request.Body);
        try
        {
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (section.GetContentDispositionHeader() is not { } disposition)
                {
                    continue;
                }

                if (!disposition.IsFileDisposition())
                {
                    fields[HeaderUtilities.RemoveQuotes(disposition.Name).ToString()] = await ReadFieldAsync(section, cancellationToken);
                    continue;
                }

                if (outcomes.Count >= options.Value.MaxFilesPerRequest)
                {
                    return ClipRefusals.TooManyFiles(options.Value.MaxFilesPerRequest).ToProblem();
                }

                var fileName = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString();
                var added = await add.AddAsync(user, Upload(section.Body, fileName, fields), cancellationToken);
                lastRefusal = added.Refusal;
                outcomes.Add(new UploadOutcome(
                    fileName, added.Succeeded ? added.Value : null, added.Refusal?.Code, added.Refusal?.Message, added.Refusal?.Arguments));
                fields.Remove("transcript"); // belongs to the file that follows it
            }
        }
        catch (Exception malformed) when (malformed is InvalidDataException or SizeLimitException)
        {
            return ClipRefusals.NoFile().ToProblem();
        }

        return outcomes switch
        {
            [] => ClipRefusals.NoFile().ToProblem(),
            [{ Clip: { } clip }] => TypedResults.Created($"/api/clips/{clip.Id}", clip),
            [_] => lastRefusal!.ToProblem(),
            _ => TypedResults.Ok(outcomes),
        };
    }

    internal static async Task<Ok<IReadOnlyList<ClipSummary>>> ListAsync(
        ClipLibrary library, CurrentUser user, CancellationToken cancellationToken) =>
        TypedResults.Ok(await library.ListAsync(user, cancellationToken));

    internal static async Task<Results<Ok<ClipSummary>, ProblemHttpResult>> FindAsync(
        Guid id, ClipLibrary library, CurrentUser user, CancellationToken cancellationToken)
    {
        var found = await library.FindAsync(user, id, cancellationToken);
        return found.Succeeded ? TypedResults.Ok(found.Value) : found.Refusal.ToProblem();
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        Guid id, ClipLibrary library, CurrentUser user, CancellationToken cancellationToken)
    {
        var removed = await library.RemoveAsync(user, id, cancellationToken);
        return removed.Succeeded ? TypedResults.NoContent() : removed.Refusal.ToProblem();
    }

    internal static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> PlayAsync(
        Guid id, ClipLibrary library, CurrentUser user, CancellationToken cancellationToken)
    {
        var opened = await library.OpenAudioAsync(user, id, cancellationToken);
        return opened.Succeeded
            ? TypedResults.Stream(opened.Value, "audio/wav", enableRangeProcessing: true)
            : opened.Refusal.ToProblem();
    }

    internal static async Task<Results<Ok<ClipPeaks>, ProblemHttpResult>> PeaksAsync(
        Guid id, ClipPictures pictures, CurrentUser user, CancellationToken cancellationToken)
    {
        var peaks = await pictures.PeaksAsync(user, id, cancellationToken);
        return peaks.Succeeded ? TypedResults.Ok(peaks.Value) : peaks.Refusal.ToProblem();
    }

    internal static async Task<Results<Ok<ClipSpectrogram>, ProblemHttpResult>> SpectrogramAsync(
        Guid id, ClipPictures pictures, CurrentUser user, CancellationToken cancellationToken)
    {
        var spectrogram = await pictures.SpectrogramAsync(user, id, cancellationToken);
        return spectrogram.Succeeded ? TypedResults.Ok(spectrogram.Value) : spectrogram.Refusal.ToProblem();
    }

    private static IncomingClip Upload(Stream body, string fileName, Dictionary<string, string> fields) => new(
        body,
        fileName,
        string.Equals(fields.GetValueOrDefault("source"), "microphone", StringComparison.OrdinalIgnoreCase) ? ClipSource.Microphone : ClipSource.Upload,
        fields.GetValueOrDefault("transcript"),
        fields.GetValueOrDefault("language") is { Length: > 0 and <= 20 } language ? language : "auto");

    private static async Task<string> ReadFieldAsync(MultipartSection section, CancellationToken cancellationToken)
    {
        using var held = new MemoryStream();
        await new SizeLimitedStream(section.Body, LongestField).CopyToAsync(held, cancellationToken);
        return System.Text.Encoding.UTF8.GetString(held.GetBuffer(), 0, (int)held.Length);
    }

    /// <summary>What became of one file of several.</summary>
    internal sealed record UploadOutcome(
        string FileName, ClipSummary? Clip, string? Code, string? Detail, IReadOnlyList<object>? Arguments);
}
