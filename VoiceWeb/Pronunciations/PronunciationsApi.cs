using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using VoiceWeb.Engine.Text;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Pronunciations;

/// <summary>Pronunciation dictionaries over HTTP: list, read, change, import, export.</summary>
public static class PronunciationsApi
{
    private const int LargestImport = 8 * 1024 * 1024; // bytes

    /// <summary>Maps <c>/api/pronunciations</c>.</summary>
    public static void MapPronunciations(this IEndpointRouteBuilder routes)
    {
        var dictionaries = routes.MapGroup("/api/pronunciations").WithTags("Pronunciations")
            .RequireAuthorization(Policies.Speaker).RequireRateLimiting(RateLimits.Api).RequireAntiforgeryToken();
        dictionaries.MapGet("/", ListAsync);
        dictionaries.MapPost("/", CreateAsync);
        dictionaries.MapGet("/{id:guid}", FindAsync);
        dictionaries.MapDelete("/{id:guid}", RemoveAsync);
        dictionaries.MapPut("/{id:guid}/words", SetAsync);
        dictionaries.MapDelete("/{id:guid}/words", ClearAsync);
        dictionaries.MapGet("/{id:guid}/export", ExportAsync);
        dictionaries.MapPost("/{id:guid}/import", ImportAsync).WithMetadata(new RequestSizeLimitAttribute(LargestImport + 1));
    }

    internal sealed record NewDictionary(string? Name);

    internal sealed record WordBody(string? Written, string? Language, string? Reading, bool IsAlias);

    internal sealed record Version(int Number);

    internal sealed record Dictionary(Guid Id, int Version, IReadOnlyList<PronunciationEntry> Words);

    private static async Task<Ok<IReadOnlyList<DictionarySummary>>> ListAsync(
        PronunciationLibrary library, CurrentUser user, CancellationToken cancellationToken) =>
        TypedResults.Ok(await library.ListAsync(user, cancellationToken));

    private static async Task<Results<Created<Guid>, ProblemHttpResult>> CreateAsync(
        NewDictionary body, EditPronunciations edit, CurrentUser user, CancellationToken cancellationToken)
    {
        var created = await edit.CreateAsync(user, body.Name ?? "", cancellationToken);
        return created.Succeeded ? TypedResults.Created($"/api/pronunciations/{created.Value}", created.Value) : created.Refusal.ToProblem();
    }

    private static async Task<Results<Ok<Dictionary>, ProblemHttpResult>> FindAsync(
        Guid id, PronunciationLibrary library, CurrentUser user, CancellationToken cancellationToken)
    {
        var found = await library.FindAsync(user, id, cancellationToken);
        return found.Succeeded ? TypedResults.Ok(new Dictionary(id, found.Value.Version, found.Value.Entries)) : found.Refusal.ToProblem();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        Guid id, EditPronunciations edit, CurrentUser user, CancellationToken cancellationToken)
    {
        var removed = await edit.RemoveAsync(user, id, cancellationToken);
        return removed.Succeeded ? TypedResults.NoContent() : removed.Refusal.ToProblem();
    }

    private static async Task<Results<Ok<Version>, ProblemHttpResult>> SetAsync(
        Guid id, WordBody body, EditPronunciations edit, CurrentUser user, CancellationToken cancellationToken)
    {
        var entry = new PronunciationEntry(body.Written?.Trim() ?? "", body.Language ?? "zh", body.Reading?.Trim() ?? "", body.IsAlias);
        var set = await edit.SetAsync(user, id, entry, cancellationToken);
        return set.Succeeded ? TypedResults.Ok(new Version(set.Value)) : set.Refusal.ToProblem();
    }

    private static async Task<Results<Ok<Version>, ProblemHttpResult>> ClearAsync(
        Guid id, string written, EditPronunciations edit, CurrentUser user, CancellationToken cancellationToken)
    {
        var cleared = await edit.ClearAsync(user, id, written, cancellationToken);
        return cleared.Succeeded ? TypedResults.Ok(new Version(cleared.Value)) : cleared.Refusal.ToProblem();
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ExportAsync(
        Guid id, PronunciationLibrary library, CurrentUser user, CancellationToken cancellationToken, string format = "csv", string language = "zh")
    {
        var found = await library.FindAsync(user, id, cancellationToken);
        if (!found.Succeeded)
        {
            return found.Refusal.ToProblem();
        }

        var tag = found.Value.Entries.Select(entry => entry.Language).FirstOrDefault(l => l.Equals(language, StringComparison.OrdinalIgnoreCase)) ?? "zh";
        // Spreadsheets take a file for UTF-8 only with this mark in front.
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: format != "pls");
        return format == "pls"
            ? TypedResults.File(encoding.GetBytes(PronunciationExchange.WritePls(found.Value, tag)), "application/pls+xml", $"pronunciations-{tag}.pls")
            : TypedResults.File(
                [.. encoding.GetPreamble(), .. encoding.GetBytes(PronunciationExchange.WriteCsv(found.Value))], "text/csv; charset=utf-8", "pronunciations.csv");
    }

    /// <summary>Takes the file itself as the body, whatever its type says: CSV, or PLS when it begins as XML does.</summary>
    private static async Task<Results<Ok<ImportReport>, ProblemHttpResult>> ImportAsync(
        Guid id, HttpRequest request, EditPronunciations edit, CurrentUser user, CancellationToken cancellationToken)
    {
        if (request.ContentLength > LargestImport)
        {
            return PronunciationRefusals.FileTooLarge(LargestImport / (1024 * 1024)).ToProblem();
        }

        string content;
        try
        {
            using var held = new MemoryStream();
            await request.Body.CopyToAsync(held, cancellationToken);
            content = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(held.GetBuffer(), 0, (int)held.Length);
        }
        catch (DecoderFallbackException)
        {
            return PronunciationRefusals.FileNotText().ToProblem();
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return PronunciationRefusals.FileTooLarge(LargestImport / (1024 * 1024)).ToProblem();
        }

        var imported = await edit.ImportAsync(user, id, content, cancellationToken);
        return imported.Succeeded ? TypedResults.Ok(imported.Value) : imported.Refusal.ToProblem();
    }
}
