using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.HttpResults;
using VoiceWeb.Data;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Storage;

namespace VoiceWeb.Synthesis;

/// <summary>Renderings over HTTP: ask, list, follow, listen, download, publish, delete.</summary>
internal static class RenderingsApi
{
    private const int DefaultPage = 50;

    private static readonly TimeSpan HeartBeat = TimeSpan.FromSeconds(15);

    public static RouteGroupBuilder MapRenderings(this IEndpointRouteBuilder routes)
    {
        var renderings = routes.MapGroup("/api/renderings").WithTags("Renderings")
            .RequireAuthorization(Policies.Member).RequireRateLimiting(RateLimits.Api).RequireAntiforgeryToken();
        renderings.MapPost("/", SpeakAsync).RequireAuthorization(Policies.Speaker);
        renderings.MapGet("/", ListAsync);
        renderings.MapGet("/published", ListPublishedAsync);
        renderings.MapGet("/{id:guid}", FindAsync);
        renderings.MapDelete("/{id:guid}", DeleteAsync);
        renderings.MapPost("/{id:guid}/cancel", CancelAsync);
        renderings.MapPut("/{id:guid}/publication", PublishAsync).RequireAuthorization(Policies.Speaker);
        renderings.MapDelete("/{id:guid}/publication", UnpublishAsync);
        // A player asks for many small pieces.
        renderings.MapGet("/{id:guid}/audio", ListenAsync).DisableRateLimiting();
        renderings.MapGet("/{id:guid}/parts/{position:int}/audio", ListenToPartAsync).DisableRateLimiting();
        renderings.MapGet("/{id:guid}/events", FollowAsync);
        return renderings;
    }

    internal sealed record SpeakBody(
        Guid VoiceId,
        string? Text,
        string? Language,
        [property: JsonConverter(typeof(JsonStringEnumConverter<ConsentPurposes>))] ConsentPurposes? Purpose,
        double? Speed,
        double? PitchSemitones,
        int? PauseMilliseconds,
        Guid? DictionaryId,
        long? Seed);

    internal sealed record PublishBody(string? Title);

    internal sealed record RenderingPage(IReadOnlyList<RenderingDetails> Items, int All);

    private static async Task<Results<Accepted<RenderingDetails>, ProblemHttpResult>> SpeakAsync(
        SpeakBody body, SpeakText speak, RenderingLibrary library, CurrentUser user, CancellationToken cancellationToken)
    {
        var order = new SpeakOrder(body.VoiceId, body.Text ?? "")
        {
            Language = body.Language ?? "auto",
            Purpose = body.Purpose ?? ConsentPurposes.Teaching,
            Speed = body.Speed ?? 1,
            PitchSemitones = body.PitchSemitones ?? 0,
            PauseMilliseconds = body.PauseMilliseconds ?? 300,
            DictionaryId = body.DictionaryId,
            Seed = body.Seed,
        };
        var queued = await speak.SpeakAsync(user, order, cancellationToken);
        if (!queued.Succeeded)
        {
            return queued.Refusal.ToProblem();
        }

        var details = await library.FindAsync(user, queued.Value.Id, cancellationToken);
        return TypedResults.Accepted($"/api/renderings/{queued.Value.Id}", details.Value);
    }

    private static async Task<Ok<RenderingPage>> ListAsync(
        RenderingLibrary library, CurrentUser user, CancellationToken cancellationToken, string? search = null, int skip = 0, int take = DefaultPage)
    {
        var (page, all) = await library.ListAsync(user, search, skip, take, cancellationToken);
        return TypedResults.Ok(new RenderingPage(page, all));
    }

    private static async Task<Ok<IReadOnlyList<PublishedRecording>>> ListPublishedAsync(
        RenderingLibrary library, CurrentUser user, CancellationToken cancellationToken) =>
        TypedResults.Ok(await library.ListPublishedAsync(user, cancellationToken));

    private static async Task<Results<Ok<RenderingDetails>, ProblemHttpResult>> FindAsync(
        Guid id, RenderingLibrary library, CurrentUser user, CancellationToken cancellationToken)
    {
        var found = await library.FindAsync(user, id, cancellationToken);
        return found.Succeeded ? TypedResults.Ok(found.Value) : found.Refusal.ToProblem();
    }

    // Deleting what is still being made takes it back first.
    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id, RenderingLibrary library, SynthesisQueue queue, CurrentUser user, CancellationToken cancellationToken)
    {
        var deleted = await library.DeleteAsync(user, id, cancellationToken);
        if (deleted.Refusal is RenderingNotOver)
        {
            deleted = await queue.CancelAsync(user, id, cancellationToken);
        }

        return deleted.Succeeded ? TypedResults.NoContent() : deleted.Refusal.ToProblem();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> CancelAsync(
        Guid id, SynthesisQueue queue, CurrentUser user, CancellationToken cancellationToken)
    {
        var cancelled = await queue.CancelAsync(user, id, cancellationToken);
        return cancelled.Succeeded ? TypedResults.NoContent() : cancelled.Refusal.ToProblem();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> PublishAsync(
        Guid id, PublishBody body, RenderingLibrary library, CurrentUser user, CancellationToken cancellationToken)
    {
        var published = await library.PublishAsync(user, id, body.Title, cancellationToken);
        return published.Succeeded ? TypedResults.NoContent() : published.Refusal.ToProblem();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> UnpublishAsync(
        Guid id, RenderingLibrary library, CurrentUser user, CancellationToken cancellationToken)
    {
        var taken = await library.UnpublishAsync(user, id, cancellationToken);
        return taken.Succeeded ? TypedResults.NoContent() : taken.Refusal.ToProblem();
    }

    // Without a format it plays in the page, for its owner and, once published, for the school. With one it is a download.
    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> ListenAsync(
        Guid id,
        RenderingLibrary library,
        DownloadRendering download,
        AudioStore store,
        CurrentUser user,
        HttpContext http,
        CancellationToken cancellationToken,
        string? format = null)
    {
        http.Response.Headers.CacheControl = "private, no-store";
        if (format is null)
        {
            var found = await library.FindAudioAsync(user, id, cancellationToken);
            return found.Succeeded ? await PlayAsync(store, found.Value, cancellationToken) : found.Refusal.ToProblem();
        }

        if (!AudioFormatNames.TryParse(format, out var known))
        {
            return new FormatUnknown(format).ToProblem();
        }

        var file = await download.OpenAsync(user, id, known, IsFromTheStart(http.Request), cancellationToken);
        return file.Succeeded
            ? TypedResults.File(file.Value.Content, file.Value.ContentType, file.Value.FileName, enableRangeProcessing: file.Value.Repeatable)
            : file.Refusal.ToProblem();
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> ListenToPartAsync(
        Guid id,
        int position,
        RenderingLibrary library,
        AudioStore store,
        CurrentUser user,
        HttpContext http,
        CancellationToken cancellationToken)
    {
        http.Response.Headers.CacheControl = "private, no-store";
        var found = await library.FindPartAsync(user, id, position, cancellationToken);
        return found.Succeeded ? await PlayAsync(store, found.Value, cancellationToken) : found.Refusal.ToProblem();
    }

    private static async Task<Results<ServerSentEventsResult<RenderingDetails>, ProblemHttpResult>> FollowAsync(
        Guid id, RenderingLibrary library, SynthesisProgress progress, CurrentUser user, CancellationToken cancellationToken)
    {
        var found = await library.FindAsync(user, id, cancellationToken);
        return found.Succeeded
            ? TypedResults.ServerSentEvents(ChangesAsync(id, library, progress, user, cancellationToken))
            : found.Refusal.ToProblem();
    }

    private static async IAsyncEnumerable<SseItem<RenderingDetails>> ChangesAsync(
        Guid id, RenderingLibrary library, SynthesisProgress progress, CurrentUser user, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Only the newest state matters: a slow listener skips the ones between.
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var following = progress.Follow(id, () => changes.Writer.TryWrite(true));
        while (true)
        {
            var now = await library.FindAsync(user, id, cancellationToken);
            if (!now.Succeeded)
            {
                yield break;
            }

            yield return new SseItem<RenderingDetails>(now.Value, "rendering");
            if (now.Value.IsOver)
            {
                yield break;
            }

            // What another process does is seen at the next beat.
            using var beat = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var changed = changes.Reader.ReadAsync(beat.Token).AsTask();
            await Task.WhenAny(changed, Task.Delay(HeartBeat, cancellationToken));
            await beat.CancelAsync();
            await ((Task)changed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> PlayAsync(
        AudioStore store, Guid blob, CancellationToken cancellationToken)
    {
        try
        {
            return TypedResults.File(
                await store.OpenAsync(blob, cancellationToken), AudioFormat.Wav.ContentType(), enableRangeProcessing: true);
        }
        catch (BlobMissingException)
        {
            return new RenderingWithoutAudio().ToProblem(); // erased between the two lines
        }
    }

    private static bool IsFromTheStart(HttpRequest request) =>
        request.GetTypedHeaders().Range is not { } range || range.Ranges.All(piece => piece.From is null or 0);
}
