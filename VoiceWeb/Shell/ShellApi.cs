using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;
using VoiceWeb.Account;

namespace VoiceWeb.Shell;

/// <summary>The pages themselves, the theme's style sheet and the switch of language.</summary>
internal static class ShellApi
{
    public static void Map(WebApplication app)
    {
        app.MapStaticAssets();
        app.MapGet(ThemeSheet.Path, SendTheme);
        app.MapGet("/language", SwitchLanguage);
        app.MapRazorComponents<App>()
            // Our own header says frame-ancestors already; two policies would be two headers.
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
    }

    private static ContentHttpResult SendTheme(ThemeSheet theme, HttpContext http)
    {
        // The address carries the version, so the content never changes under it.
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return TypedResults.Text(theme.Css, "text/css");
    }

    private static RedirectHttpResult SwitchLanguage(string to, string? returnUrl, HttpContext http)
    {
        if (Cultures.Nearest(to) is { } tag)
        {
            http.Response.Cookies.Append(CookieRequestCultureProvider.DefaultCookieName, Cultures.CookieValue(tag), new CookieOptions
            {
                MaxAge = TimeSpan.FromDays(365),
                IsEssential = true,
                SameSite = SameSiteMode.Lax,
                HttpOnly = true,
            });
        }

        return TypedResults.LocalRedirect(SignInRedirects.LocalOrHome(returnUrl));
    }
}
