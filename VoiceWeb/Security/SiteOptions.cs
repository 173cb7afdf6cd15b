namespace VoiceWeb.Security;

/// <summary>Where the installation is reached. Section <c>Site</c> in appsettings.</summary>
public sealed class SiteOptions
{
    /// <summary>
    /// Host name that passkeys belong to, such as <c>voice.school.example</c>; null takes the name of the request,
    /// which <c>AllowedHosts</c> must then restrict.
    /// </summary>
    public string? Domain { get; init; }
}
