using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace VoiceWeb.Security;

/// <summary>Names of the rate limits and their wiring. Each account, or each address where nobody is signed in, has its own share.</summary>
public static class RateLimits
{
    /// <summary>Attempts to sign in, register or prove a second factor.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Uploads and recordings.</summary>
    public const string Uploads = "uploads";

    /// <summary>Everything else under <c>/api</c>.</summary>
    public const string Api = "api";

    /// <summary>Sounds that visitors have verified.</summary>
    public const string Visitors = "visitors";

    internal static void Add(RateLimiterOptions limiter, RateLimitOptions limits)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = AnswerAsync;
        // Looking at a form costs nothing; sending one is an attempt.
        limiter.AddPolicy(SignIn, http => HttpMethods.IsPost(http.Request.Method)
            ? PerMinute(AddressOf(http), limits.SignInPerMinute)
            : RateLimitPartition.GetNoLimiter(""));
        limiter.AddPolicy(Uploads, http => PerMinute(AskerOf(http), limits.UploadsPerMinute));
        limiter.AddPolicy(Visitors, http => PerMinute(AddressOf(http), limits.VerifyPerMinute));
        limiter.AddPolicy(Api, http => PerMinute(AskerOf(http), limits.ApiPerMinute));
    }

    private static async ValueTask AnswerAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
        rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString("0", System.Globalization.CultureInfo.InvariantCulture);
        var problems = rejected.HttpContext.RequestServices.GetRequiredService<IProblemDetailsService>();
        await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = rejected.HttpContext,
            ProblemDetails =
            {
                Status = StatusCodes.Status429TooManyRequests,
                Detail = "Too many requests in a short time. Wait a minute, then try again.",
                Extensions = { ["code"] = "too-many-requests" },
            },
        });
    }

    private static RateLimitPartition<string> PerMinute(string who, int permits) =>
        RateLimitPartition.GetSlidingWindowLimiter(who, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = permits,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
            QueueLimit = 0,
        });

    private static string AskerOf(HttpContext http) =>
        http.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } account ? $"account {account}" : AddressOf(http);

    private static string AddressOf(HttpContext http) => $"address {http.Connection.RemoteIpAddress}";
}
