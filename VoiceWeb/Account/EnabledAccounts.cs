using Microsoft.AspNetCore.Identity;
using VoiceWeb.Data;

namespace VoiceWeb.Account;

/// <summary>An account that was switched off cannot sign in, whatever it presents.</summary>
internal sealed class EnabledAccounts : IUserConfirmation<AppUser>
{
    public Task<bool> IsConfirmedAsync(UserManager<AppUser> manager, AppUser user) => Task.FromResult(user.DisabledAt is null);
}
