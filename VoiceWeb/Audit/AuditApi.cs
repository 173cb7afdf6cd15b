using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Audit;

/// <summary>The audit trail over HTTP: search, export, check.</summary>
internal static class AuditApi
{
    private const int DefaultPage = 100;

    public static RouteGroupBuilder MapAuditTrail(this IEndpointRouteBuilder routes)
    {
        var audit = routes.MapGroup("/api/audit").WithTags("Audit")
            .RequireAuthorization(Policies.Auditor).RequireRateLimiting(RateLimits.Api).RequireAntiforgeryToken();
        audit.MapGet("/", SearchAsync);
        audit.MapGet("/export.csv", ExportAsync);
        audit.MapPost("/check", CheckAsync);
        audit.MapGet("/roots.txt", ExportRootsAsync);
        audit.MapGet("/{sequence:long}/proof", ProveAsync);
        return audit;
    }

    internal sealed record AuditPageBody(IReadOnlyList<AuditLine> Items, int All);

    private static async Task<Ok<AuditPageBody>> SearchAsync(
        [AsParameters] AuditSearch search, AuditReader reader, CurrentUser user, CancellationToken cancellationToken, int skip = 0, int take = DefaultPage)
    {
        var (page, all) = await reader.SearchAsync(user, search, skip, take, cancellationToken);
        return TypedResults.Ok(new AuditPageBody(page, all));
    }

    private static async Task ExportAsync(
        [AsParameters] AuditSearch search, AuditReader reader, CurrentUser user, HttpContext http, CancellationToken cancellationToken)
    {
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"voiceweb-audit.csv\"";
        await using var csv = new StreamWriter(http.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)) { NewLine = "\r\n" };
        await csv.WriteLineAsync("sequence,time,tenant,actor,event,subject,facts,previousHash,hash");
        await foreach (var entry in reader.ExportAsync(user, search, cancellationToken))
        {
            string[] fields =
            [
                entry.Sequence.ToString(CultureInfo.InvariantCulture), entry.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                entry.TenantId.ToString("N"), entry.ActorId, entry.Event, entry.Subject, entry.FactsJson, entry.PreviousHash, entry.Hash,
            ];
            await csv.WriteLineAsync(string.Join(',', fields.Select(CsvField.Quote)));
        }
    }

    private static async Task<Ok<ChainVerdict>> CheckAsync(AuditReader reader, CurrentUser user, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.CheckAsync(user, null, cancellationToken));

    private static async Task<FileContentHttpResult> ExportRootsAsync(AuditRoots roots, CurrentUser user, CancellationToken cancellationToken) =>
        TypedResults.File(Encoding.UTF8.GetBytes(await roots.ExportAsync(user, cancellationToken)), "text/plain; charset=utf-8", "voiceweb-roots.txt");

    private static async Task<Results<Ok<AuditProof>, ProblemHttpResult>> ProveAsync(
        long sequence, AuditRoots roots, CurrentUser user, CancellationToken cancellationToken)
    {
        var proof = await roots.ProveAsync(user, sequence, cancellationToken);
        return proof.Succeeded ? TypedResults.Ok(proof.Value) : proof.Refusal.ToProblem();
    }
}
