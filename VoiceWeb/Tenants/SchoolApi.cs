using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Tenants;

/// <summary>A school's audible label over HTTP: its members read it, its administrators set it.</summary>
internal static class SchoolApi
{
    public static void MapTenants(this IEndpointRouteBuilder routes)
    {
        var school = routes.MapGroup("/api/school").WithTags("School")
            .RequireAuthorization(Policies.Member).RequireRateLimiting(RateLimits.Api).RequireAntiforgeryToken();
        school.MapGet("/audible-label", ReadAsync);
        school.MapPut("/audible-label", ChangeAsync).RequireAuthorization(Policies.SchoolAdmin);
    }

    /// <param name="Region">Under whose rules the school is.</param>
    /// <param name="Label">What the school has decided; null: what the region asks for.</param>
    /// <param name="Place">Where it is heard.</param>
    /// <param name="InForce">What recordings have now. Ignored when it is sent.</param>
    internal sealed record AudibleLabelBody(
        [property: JsonConverter(typeof(JsonStringEnumConverter<LabelRegion>))] LabelRegion Region,
        [property: JsonConverter(typeof(JsonStringEnumConverter<AudibleLabel>))] AudibleLabel? Label,
        [property: JsonConverter(typeof(JsonStringEnumConverter<LabelPlace>))] LabelPlace Place,
        [property: JsonConverter(typeof(JsonStringEnumConverter<AudibleLabel>))] AudibleLabel? InForce = null);

    private static async Task<Ok<AudibleLabelBody>> ReadAsync(Schools schools, CurrentUser user, CancellationToken cancellationToken)
    {
        var school = await schools.OwnAsync(user, cancellationToken);
        return TypedResults.Ok(new AudibleLabelBody(school.LabelRegion, school.AudibleLabel, school.LabelPlace, school.AudibleLabelInForce));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ChangeAsync(
        AudibleLabelBody body, Schools schools, CurrentUser user, CancellationToken cancellationToken)
    {
        var settings = SchoolSettings.Of(await schools.OwnAsync(user, cancellationToken));
        (settings.LabelRegion, settings.AudibleLabel, settings.LabelPlace) = (body.Region, body.Label, body.Place);
        var refusal = await schools.ChangeAsync(user, settings, cancellationToken);
        return refusal is null ? TypedResults.NoContent() : refusal.ToProblem();
    }
}
