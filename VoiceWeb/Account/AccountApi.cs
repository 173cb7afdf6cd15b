using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Tenants;

namespace VoiceWeb.Account;

/// <summary>What the account pages send their forms and scripts to. Form fields and scripts carry the antiforgery token.</summary>
internal static class AccountApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        // Bound from forms, so the framework itself checks the token.
        var forms = routes.MapGroup("/account");
        forms.MapPost("/logout", SignOutAsync);
        forms.MapPost("/school", SwitchSchoolAsync).RequireAuthorization();
        forms.MapPost("/export", ExportAsync).RequireAuthorization();

        var ceremonies = routes.MapGroup("/api/passkeys").WithTags("Passkeys")
            .RequireRateLimiting(RateLimits.SignIn)
            .RequireAntiforgeryToken();
        ceremonies.MapPost("/sign-in", AskForAnyAsync).AllowAnonymous();
        ceremonies.MapPost("/register", AskForFirstAsync).AllowAnonymous();
        ceremonies.MapPost("/add", AskForFurtherAsync).RequireAuthorization();
    }

    private static async Task<RedirectHttpResult> SignOutAsync(SignInManager<AppUser> signIn, [FromForm] string? returnUrl)
    {
        await signIn.SignOutAsync();
        return TypedResults.LocalRedirect(SignInRedirects.LocalOrHome(returnUrl));
    }

    private static async Task<Results<RedirectHttpResult, ProblemHttpResult>> SwitchSchoolAsync(
        [FromForm] Guid school, OwnAccount own, Schools schools, SignInManager<AppUser> signIn, CancellationToken cancellationToken)
    {
        var account = await own.GetAsync();
        if (await schools.SwitchAsync(account.Id, school, cancellationToken) is { } refusal)
        {
            return refusal.ToProblem();
        }

        account.CurrentTenantId = school;
        await signIn.RefreshSignInAsync(account);
        return TypedResults.LocalRedirect("/");
    }

    private static async Task ExportAsync(
        [FromForm] string? confirm, OwnAccount own, ExportMyData export, HttpContext http, CancellationToken cancellationToken)
    {
        _ = confirm; // its being a form field makes the framework check the token
        http.Response.ContentType = "application/zip";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"voiceweb-my-data.zip\"";
        http.Response.Headers.CacheControl = "no-store";
        // An archive's entry writes its last bytes synchronously when it is closed, which the server otherwise forbids.
        http.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        await export.WriteAsync(await own.GetAsync(), http.Response.Body, cancellationToken);
    }

    // No account is named: the device offers the passkeys that it has for this site.
    private static async Task<ContentHttpResult> AskForAnyAsync(SignInManager<AppUser> signIn) =>
        TypedResults.Text(await signIn.MakePasskeyRequestOptionsAsync(null), "application/json");

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> AskForFirstAsync(
        NewAccount asked, RegisterAccount register, CancellationToken cancellationToken)
    {
        var options = await register.MakePasskeyOptionsAsync(asked, cancellationToken);
        return options.Succeeded ? TypedResults.Text(options.Value, "application/json") : options.Refusal.ToProblem();
    }

    private static async Task<ContentHttpResult> AskForFurtherAsync(OwnAccount own, Passkeys passkeys) =>
        TypedResults.Text(await passkeys.MakeOptionsAsync(await own.GetAsync()), "application/json");
}
