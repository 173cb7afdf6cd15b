using Microsoft.AspNetCore.Http.HttpResults;
using VoiceWeb.Consent;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Voices;

/// <summary>Voices over HTTP.</summary>
public static class VoicesApi
{
    /// <summary>Maps <c>/api/voices</c>.</summary>
    public static void MapVoices(this IEndpointRouteBuilder routes)
    {
        var voices = routes.MapGroup("/api/voices").WithTags("Voices")
            .RequireAuthorization(Policies.Speaker)
            .RequireRateLimiting(RateLimits.Api)
            .RequireAntiforgeryToken();
        voices.MapGet("/", ListAsync);
        voices.MapPost("/", CreateAsync);
        voices.MapGet("/{id:guid}", FindAsync);
        voices.MapDelete("/{id:guid}", DeleteAsync);
        voices.MapPost("/{id:guid}/freeze", FreezeAsync);
        voices.MapPost("/{id:guid}/release", ReleaseAsync);
        voices.MapPost("/{id:guid}/withdraw", WithdrawAsync);
        voices.MapGet("/{id:guid}/stretches", StretchesAsync);
        voices.MapPut("/{id:guid}/stretches", ChooseAsync);
        voices.MapGet("/{id:guid}/stretch/audio", HearAsync);
    }

    internal static async Task<Ok<IReadOnlyList<VoiceSummary>>> ListAsync(
        VoiceLibrary library, CurrentUser user, CancellationToken cancellationToken) =>
        TypedResults.Ok(await library.ListAsync(user, cancellationToken));

    internal static async Task<Results<Created<CreatedVoice>, ProblemHttpResult>> CreateAsync(
        NewVoice wanted, CreateVoice create, CurrentUser user, CancellationToken cancellationToken)
    {
        var created = await create.CreateAsync(user, wanted, cancellationToken);
        return created.Succeeded
            ? TypedResults.Created($"/api/voices/{created.Value}", new CreatedVoice(created.Value))
            : created.Refusal.ToProblem();
    }

    internal static async Task<Results<Ok<VoiceDetail>, ProblemHttpResult>> FindAsync(
        Guid id, VoiceLibrary library, CurrentUser user, CancellationToken cancellationToken)
    {
        var found = await library.FindAsync(user, id, cancellationToken);
        return found.Succeeded ? TypedResults.Ok(found.Value) : found.Refusal.ToProblem();
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id, VoiceLibrary library, CurrentUser user, CancellationToken cancellationToken)
    {
        var deleted = await library.DeleteAsync(user, id, cancellationToken);
        return deleted.Succeeded ? TypedResults.NoContent() : deleted.Refusal.ToProblem();
    }

    internal static async Task<Results<Ok<ChangedVoice>, ProblemHttpResult>> FreezeAsync(
        Guid id, VoiceLibrary library, CurrentUser user, CancellationToken cancellationToken)
    {
        var frozen = await library.FreezeAsync(user, id, cancellationToken);
        return frozen.Succeeded ? TypedResults.Ok(new ChangedVoice(frozen.Value)) : frozen.Refusal.ToProblem();
    }

    internal static async Task<Results<Ok<ChangedVoice>, ProblemHttpResult>> ReleaseAsync(
        Guid id, VoiceLibrary library, CurrentUser user, CancellationToken cancellationToken)
    {
        var released = await library.ReleaseAsync(user, id, cancellationToken);
        return released.Succeeded ? TypedResults.Ok(new ChangedVoice(released.Value)) : released.Refusal.ToProblem();
    }

    internal static async Task<Results<Ok<WithdrawalReceipt>, ProblemHttpResult>> WithdrawAsync(
        Guid id, WithdrawBody body, WithdrawConsent withdraw, CurrentUser user, CancellationToken cancellationToken)
    {
        var receipt = await withdraw.WithdrawAsync(user, id, body.Unpublish, cancellationToken);
        return receipt.Succeeded ? TypedResults.Ok(receipt.Value) : receipt.Refusal.ToProblem();
    }

    internal static async Task<Results<Ok<VoiceStretches>, ProblemHttpResult>> StretchesAsync(
        Guid id, StretchLibrary stretches, CurrentUser user, CancellationToken cancellationToken)
    {
        var found = await stretches.FindAsync(user, id, cancellationToken);
        return found.Succeeded ? TypedResults.Ok(found.Value) : found.Refusal.ToProblem();
    }

    internal static async Task<Results<Ok<List<VoiceStretch>>, ProblemHttpResult>> ChooseAsync(
        Guid id, IReadOnlyList<VoiceStretch> stretches, ChooseStretches choose, CurrentUser user, CancellationToken cancellationToken)
    {
        var chosen = await choose.ChooseAsync(user, id, stretches, cancellationToken);
        return chosen.Succeeded ? TypedResults.Ok(chosen.Value) : chosen.Refusal.ToProblem();
    }

    internal static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HearAsync(
        Guid id, Guid clip, double start, double seconds, StretchLibrary stretches, CurrentUser user, CancellationToken cancellationToken)
    {
        var heard = await stretches.HearAsync(user, id, clip, start, seconds, cancellationToken);
        return heard.Succeeded ? TypedResults.Bytes(heard.Value, "audio/wav", enableRangeProcessing: true) : heard.Refusal.ToProblem();
    }

    /// <summary>A voice that was made.</summary>
    internal sealed record CreatedVoice(Guid Id);

    /// <summary>A voice's new state.</summary>
    internal sealed record ChangedVoice(VoiceState State);

    /// <summary>Whether what was published in the voice is taken back as well.</summary>
    internal sealed record WithdrawBody(bool Unpublish);
}
