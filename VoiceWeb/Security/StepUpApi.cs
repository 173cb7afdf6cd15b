using Microsoft.AspNetCore.Http.HttpResults;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Security;

/// <summary>Where <c>stepUp.js</c> gets its challenge. The answer goes to the act that it confirms.</summary>
internal static class StepUpApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var stepUp = routes.MapGroup("/api/step-up").WithTags("Step-up")
            .RequireAuthorization(Policies.Member)
            .RequireRateLimiting(RateLimits.Api)
            .RequireAntiforgeryToken();
        stepUp.MapPost("/options", MakeOptionsAsync);
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> MakeOptionsAsync(PasskeyStepUp stepUp, CurrentUser user)
    {
        var options = await stepUp.MakeOptionsAsync(user);
        return options.Succeeded ? TypedResults.Text(options.Value, "application/json") : options.Refusal.ToProblem();
    }
}
