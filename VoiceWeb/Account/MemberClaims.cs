using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VoiceWeb.Data;
using VoiceWeb.Security;

namespace VoiceWeb.Account;

/// <summary>Writes into a session what <see cref="CurrentUser"/> reads: the school that the account works in, its role there, its name.</summary>
internal sealed class MemberClaims(
    UserManager<AppUser> users, IOptions<IdentityOptions> options, IDbContextFactory<VoiceWebDb> dbFactory)
    : UserClaimsPrincipalFactory<AppUser>(users, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(AppUser user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(CurrentUser.NameClaim, user.DisplayName));
        if (user.IsOwner)
        {
            identity.AddClaim(new Claim(CurrentUser.OwnerClaim, "true"));
        }

        if (await PlaceOfAsync(user) is { } place)
        {
            identity.AddClaim(new Claim(CurrentUser.TenantClaim, place.TenantId.ToString()));
            identity.AddClaim(new Claim(CurrentUser.RoleClaim, place.Role.ToString()));
        }

        return identity;
    }

    // The chosen school while the account still belongs to it, else the one that it joined first.
    private async Task<Membership?> PlaceOfAsync(AppUser user)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(CancellationToken.None);
        return await db.Memberships.AsNoTracking()
            .Where(membership => membership.UserId == user.Id)
            .OrderBy(membership => membership.TenantId == user.CurrentTenantId ? 0 : 1)
            .ThenBy(membership => membership.JoinedAt)
            .FirstOrDefaultAsync();
    }
}
