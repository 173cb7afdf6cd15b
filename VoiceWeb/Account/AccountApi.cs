using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using VoiceWeb.Data;

namespace VoiceWeb.Account;

/// <summary>What the account pages send their forms and scripts to.</summary>
internal static class AccountApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var account = routes.MapGroup("/account");
        account.MapPost("/logout", SignOutAsync);
    }

    // The form field makes the framework check the antiforgery token.
    private static async Task<IResult> SignOutAsync(SignInManager<AppUser> signIn, [FromForm] string? returnUrl)
    {
        await signIn.SignOutAsync();
        return TypedResults.LocalRedirect(SignInRedirects.LocalOrHome(returnUrl));
    }
}
