using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Consent;

/// <summary>What the consent and review pages send and fetch outside the circuit: the passkey's answer, the recording, the evidence.</summary>
public static class ConsentApi
{
    /// <summary>Maps <c>/api/consents</c> and <c>/api/reviews</c>.</summary>
    public static void MapConsent(this IEndpointRouteBuilder routes)
    {
        var consents = routes.MapGroup("/api/consents").WithTags("Consent")
            .RequireAuthorization(Policies.Speaker)
            .RequireAntiforgeryToken();
        consents.MapPost("/{id:guid}/step-up", StepUpAsync).RequireRateLimiting(RateLimits.Api);
        consents.MapPost("/{id:guid}/statement", SpeakAsync).RequireRateLimiting(RateLimits.Uploads)
            .WithMetadata(new DisableRequestSizeLimitAttribute());

        // Who may look is decided per consent: an administrator of the school, or the owner of the installation.
        var reviews = routes.MapGroup("/api/reviews").WithTags("Reviews")
            .RequireAuthorization(Policies.Member)
            .RequireRateLimiting(RateLimits.Api);
        reviews.MapGet("/{id:guid}/statement", PlayStatementAsync);
        reviews.MapGet("/{id:guid}/clips/{clipId:guid}", PlayClipAsync);
    }

    internal static async Task<Results<Ok<StepUpAnswer>, ProblemHttpResult>> StepUpAsync(
        Guid id, StepUpBody body, PasskeyStepUp passkey, StepUpConsent stepUp, CurrentUser user, CancellationToken cancellationToken)
    {
        if (await stepUp.RefusesAsync(user, id, cancellationToken) is { } refusal)
        {
            return refusal.ToProblem();
        }

        var confirmed = await passkey.VerifyAsync(user, body.Credential ?? "");
        if (!confirmed.Succeeded)
        {
            return confirmed.Refusal.ToProblem();
        }

        var recorded = await stepUp.RecordAsync(user, id, confirmed.Value, cancellationToken);
        return recorded.Succeeded ? TypedResults.Ok(new StepUpAnswer(recorded.Value)) : recorded.Refusal.ToProblem();
    }

    internal static async Task<Results<Ok<StatementNumbers>, ProblemHttpResult>> SpeakAsync(
        Guid id, [FromQuery] Guid challenge, HttpRequest request, SpeakConsent speak, CurrentUser user, CancellationToken cancellationToken)
    {
        var spoken = await speak.SpeakAsync(user, id, challenge, request.Body, cancellationToken);
        return spoken.Succeeded ? TypedResults.Ok(spoken.Value) : spoken.Refusal.ToProblem();
    }

    // Sent whole, without ranges: one request is one listening, and one entry on record.
    internal static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> PlayStatementAsync(
        Guid id, ReviewDesk desk, CurrentUser user, CancellationToken cancellationToken)
    {
        var opened = await desk.OpenStatementAsync(user, id, cancellationToken);
        return opened.Succeeded ? TypedResults.Stream(opened.Value, "audio/wav") : opened.Refusal.ToProblem();
    }

    internal static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> PlayClipAsync(
        Guid id, Guid clipId, ReviewDesk desk, CurrentUser user, CancellationToken cancellationToken)
    {
        var opened = await desk.OpenClipAsync(user, id, clipId, cancellationToken);
        return opened.Succeeded ? TypedResults.Stream(opened.Value, "audio/wav") : opened.Refusal.ToProblem();
    }

    /// <summary>The passkey's answer, as the browser serialised it.</summary>
    internal sealed record StepUpBody(string? Credential);

    /// <summary>Until when the step-up holds.</summary>
    internal sealed record StepUpAnswer(DateTimeOffset Until);
}
