using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Primitives;

namespace VoiceWeb.Shell;

/// <summary>The languages of the pages, and how one is chosen: a cookie first, then what the browser asks for.</summary>
public static class Cultures
{
    /// <summary>Tag and own name of each language.</summary>
    public static IReadOnlyList<(string Tag, string Name)> All { get; } = [("en", "English"), ("zh-CN", "中文")];

    /// <summary>The supported tag nearest to the given one, or null.</summary>
    public static string? Nearest(string? tag) => tag switch
    {
        null => null,
        _ when tag.StartsWith("zh", StringComparison.OrdinalIgnoreCase) => "zh-CN",
        _ when tag.StartsWith("en", StringComparison.OrdinalIgnoreCase) => "en",
        _ => null,
    };

    /// <summary>The cookie's value for a language.</summary>
    public static string CookieValue(string tag) => CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(tag));

    internal static void Configure(RequestLocalizationOptions options)
    {
        var cultures = All.Select(culture => CultureInfo.GetCultureInfo(culture.Tag)).ToList();
        options.SupportedCultures = cultures;
        options.SupportedUICultures = cultures;
        options.DefaultRequestCulture = new RequestCulture("en");
        options.ApplyCurrentCultureToResponseHeaders = true;
        options.RequestCultureProviders =
        [
            new CookieRequestCultureProvider { Options = options },
            new CustomRequestCultureProvider(http => Task.FromResult(AskedFor(http))),
        ];
    }

    // "zh", "zh-Hans" and "zh-TW" all mean the Chinese pages, which plain matching would miss.
    private static ProviderCultureResult? AskedFor(HttpContext http) =>
        http.Request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => Nearest(language.Value.Value))
            .FirstOrDefault(tag => tag is not null) is { } best
                ? new ProviderCultureResult(new StringSegment(best))
                : null;
}
