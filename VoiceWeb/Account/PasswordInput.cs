namespace VoiceWeb.Account;

/// <summary>The fields of signing in by password.</summary>
public sealed class PasswordInput
{
    public string? Email { get; set; }

    public string? Password { get; set; }

    /// <summary>Whether the session outlives the browser.</summary>
    public bool Remember { get; set; }
}
