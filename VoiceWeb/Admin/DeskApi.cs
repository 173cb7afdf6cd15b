using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Admin;

/// <summary>What the pages of cases fetch: the stored recording to hear and to see, and the signed report.</summary>
internal static class DeskApi
{
    public static RouteGroupBuilder MapDesk(this IEndpointRouteBuilder routes)
    {
        var cases = routes.MapGroup("/api/cases").WithTags("Cases")
            .RequireAuthorization(Policies.Auditor).RequireRateLimiting(RateLimits.Api).RequireAntiforgeryToken();
        cases.MapGet("/{id:guid}/audio", ListenAsync).DisableRateLimiting();
        cases.MapGet("/{id:guid}/picture", PictureAsync);
        cases.MapGet("/{id:guid}/report.csv", ReportAsync);
        return cases;
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> ListenAsync(
        Guid id, CaseDesk desk, CurrentUser user, HttpContext http, CancellationToken cancellationToken)
    {
        http.Response.Headers.CacheControl = "private, no-store";
        var fromTheStart = http.Request.GetTypedHeaders().Range is not { } range || range.Ranges.All(piece => piece.From is null or 0);
        var sound = await desk.ListenAsync(user, id, fromTheStart, cancellationToken);
        return sound.Succeeded
            ? TypedResults.File(sound.Value, AudioFormat.Wav.ContentType(), enableRangeProcessing: true)
            : sound.Refusal.ToProblem();
    }

    private static async Task<Results<Ok<SoundPicture>, ProblemHttpResult>> PictureAsync(
        Guid id, CaseDesk desk, CurrentUser user, CancellationToken cancellationToken)
    {
        var picture = await desk.PictureAsync(user, id, cancellationToken);
        return picture.Succeeded ? TypedResults.Ok(picture.Value) : picture.Refusal.ToProblem();
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ReportAsync(
        Guid id, CaseReport report, CurrentUser user, CancellationToken cancellationToken)
    {
        var table = await report.WriteAsync(user, id, cancellationToken);
        return table.Succeeded
            ? TypedResults.File(Encoding.UTF8.GetBytes(table.Value), "text/csv; charset=utf-8", $"voiceweb-case-{id.ToString("N")[..8]}.csv")
            : table.Refusal.ToProblem();
    }
}
