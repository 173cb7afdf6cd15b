namespace VoiceWeb.Account;

/// <summary>Where to go after signing in or out: only to addresses of this site.</summary>
public static class SignInRedirects
{
    /// <summary>The address itself when it is a path of this site, else the home page.</summary>
    public static string LocalOrHome(string? returnUrl) =>
        returnUrl is ['/', ..]
        && !returnUrl.StartsWith("//", StringComparison.Ordinal)
        && !returnUrl.StartsWith("/\\", StringComparison.Ordinal)
        && !returnUrl.Any(char.IsControl)
            ? returnUrl
            : "/";
}
