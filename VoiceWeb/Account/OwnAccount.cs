using Microsoft.AspNetCore.Identity;
using VoiceWeb.Data;

namespace VoiceWeb.Account;

/// <summary>The account that a request is signed in with.</summary>
internal sealed class OwnAccount(UserManager<AppUser> users, IHttpContextAccessor http)
{
    /// <summary>The account, or null for a visitor and for one whose account is gone.</summary>
    public Task<AppUser?> FindAsync() => users.GetUserAsync(http.HttpContext!.User);

    /// <summary>The account of a page that requires one.</summary>
    public async Task<AppUser> GetAsync() =>
        await FindAsync() ?? throw new InvalidOperationException("The session's account does not exist any more.");
}
