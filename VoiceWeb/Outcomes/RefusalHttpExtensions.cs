using Microsoft.AspNetCore.Http.HttpResults;

namespace VoiceWeb.Outcomes;

/// <summary>The one place where refusals become HTTP answers (RFC 9457).</summary>
public static class RefusalHttpExtensions
{
    /// <summary>A problem answer with the refusal's status, code and sentence.</summary>
    public static ProblemHttpResult ToProblem(this Refusal refusal)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = refusal.Code };
        if (refusal.Arguments.Count > 0)
        {
            extensions["arguments"] = refusal.Arguments;
        }

        if (refusal is LimitReached { RetryAfter: { } wait })
        {
            extensions["retryAfterSeconds"] = Math.Ceiling(wait.TotalSeconds);
        }

        return TypedResults.Problem(refusal.Message, statusCode: refusal.StatusCode(), extensions: extensions);
    }

    /// <summary>The HTTP status that tells of this refusal.</summary>
    public static int StatusCode(this Refusal refusal) => refusal switch
    {
        Missing => StatusCodes.Status404NotFound,
        Invalid => StatusCodes.Status400BadRequest,
        Forbidden => StatusCodes.Status403Forbidden,
        Conflict => StatusCodes.Status409Conflict,
        LimitReached => StatusCodes.Status429TooManyRequests,
        Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };
}
