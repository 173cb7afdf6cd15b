namespace VoiceWeb.Account;

/// <summary>The fields of changing a password.</summary>
public sealed class PasswordChange
{
    public string? Old { get; set; }

    public string? New { get; set; }
}
