using System.ComponentModel.DataAnnotations;

namespace VoiceWeb.Security;

/// <summary>How often one account or address may ask. Section <c>RateLimits</c> in appsettings.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Attempts to sign in per minute and address. Default 20.</summary>
    [Range(1, 1_000_000)]
    public int SignInPerMinute { get; init; } = 20;

    /// <summary>Uploads per minute and account. Default 60.</summary>
    [Range(1, 1_000_000)]
    public int UploadsPerMinute { get; init; } = 60;

    /// <summary>Sounds that a visitor may have verified per minute and address, where that is offered. Default 6.</summary>
    [Range(1, 1_000_000)]
    public int VerifyPerMinute { get; init; } = 6;

    /// <summary>Other API requests per minute and account. Default 600.</summary>
    [Range(1, 1_000_000)]
    public int ApiPerMinute { get; init; } = 600;
}
