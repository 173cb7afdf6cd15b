namespace VoiceWeb.Shell;

/// <summary>Light, dark, or as the system says: kept in a cookie, so that the first byte of a page already knows it.</summary>
public static class ThemeChoice
{
    /// <summary>Name of the cookie; scripts write it, so it is no secret.</summary>
    public const string Cookie = "vw.theme";

    /// <summary>The choices; the last is the default.</summary>
    public static IReadOnlyList<string> All { get; } = ["light", "dark", "system"];

    /// <summary>The choice that a request carries.</summary>
    public static string Of(HttpContext? http) =>
        http?.Request.Cookies[Cookie] is { } choice && All.Contains(choice) ? choice : "system";
}
