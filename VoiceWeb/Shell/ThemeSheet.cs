using System.Security.Cryptography;
using System.Text;
using MudBlazor;

namespace VoiceWeb.Shell;

/// <summary>
/// Both themes as one style sheet, chosen by the attribute <c>data-theme</c> on the page (<c>light</c>, <c>dark</c>, <c>system</c>).
/// The server writes the attribute from a cookie and the browser does the rest, so no page ever flashes in the other theme,
/// and pages without a circuit look the same. On paper every page is light: browsers leave backgrounds out there, and light letters with them.
/// </summary>
public sealed class ThemeSheet
{
    /// <summary>Where it is served.</summary>
    public const string Path = "/theme.css";

    public ThemeSheet()
    {
        var light = Variables(VoiceWebTheme.Light);
        var dark = Variables(VoiceWebTheme.Dark);
        Css = $$"""
            :root { {{light}} color-scheme: light; }
            @media screen { :root[data-theme="dark"] { {{dark}} color-scheme: dark; } }
            @media screen and (prefers-color-scheme: dark) { :root[data-theme="system"] { {{dark}} color-scheme: dark; } }
            """;
        Version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))[..12];
    }

    /// <summary>The sheet.</summary>
    public string Css { get; }

    /// <summary>Changes with the content; part of the address, so that browsers may keep it for good.</summary>
    public string Version { get; }

    private static string Variables(MudTheme theme)
    {
        // MudBlazor writes ":root { --mud-…: …; … }", perhaps with more rules after it; only the variables are wanted.
#pragma warning disable BL0005 // this provider is never rendered: nobody else sets its parameters
        var css = new Writer { Theme = theme }.Write();
#pragma warning restore BL0005
        return string.Concat(css
            .Split(['{', '}', ';', '\n', '\r'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(declaration => declaration.StartsWith("--", StringComparison.Ordinal))
            .Select(declaration => declaration + ";"));
    }

    // MudBlazor's own provider knows how a theme becomes variables.
    private sealed class Writer : MudThemeProvider
    {
        public string Write()
        {
            var css = new StringBuilder();
            GenerateTheme(css);
            return css.ToString();
        }
    }
}
