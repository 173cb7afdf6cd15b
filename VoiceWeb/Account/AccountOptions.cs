using System.ComponentModel.DataAnnotations;

namespace VoiceWeb.Account;

/// <summary>Times around accounts. Section <c>Accounts</c> in appsettings.</summary>
public sealed class AccountOptions
{
    /// <summary>
    /// How old a session's knowledge of its account may be, in seconds, in requests and in open pages: a removed member is out after
    /// at most this long. Default 30.
    /// </summary>
    [Range(1, 3600)]
    public int RevalidationSeconds { get; init; } = 30;

    /// <summary>Life of the link that creates the owner, in hours. Default 24.</summary>
    [Range(1, 168)]
    public int OwnerLinkHours { get; init; } = 24;
}
