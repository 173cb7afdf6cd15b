using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using VoiceWeb.Data;
using VoiceWeb.Security;

namespace VoiceWeb.Account;

/// <summary>
/// Asks again, while a page stays open, whether its account still exists, is enabled, and has the place in the school that the page
/// was opened with. A "no" turns the page's visitor into nobody, and the page asks to sign in.
/// </summary>
internal sealed class OpenPageRevalidation(
    ILoggerFactory loggers, IServiceScopeFactory scopes, IOptions<IdentityOptions> identity, IOptions<AccountOptions> options)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(options.Value.RevalidationSeconds);

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        var then = authenticationState.User;
        if (await users.GetUserAsync(then) is not { DisabledAt: null } account
            || then.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType) != await users.GetSecurityStampAsync(account))
        {
            return false;
        }

        var now = await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<AppUser>>().CreateAsync(account);
        return CurrentUser.From(now) is { } place
            ? CurrentUser.From(then) is { } was && was with { DisplayName = place.DisplayName } == place
            : CurrentUser.From(then) is null;
    }
}
