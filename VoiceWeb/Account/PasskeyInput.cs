namespace VoiceWeb.Account;

/// <summary>What a passkey form sends.</summary>
public sealed class PasskeyInput
{
    /// <summary>The browser's answer, serialised.</summary>
    public string? Credential { get; set; }

    /// <summary>How the passkey is called in the list.</summary>
    public string? Name { get; set; }
}
