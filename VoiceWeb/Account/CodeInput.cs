namespace VoiceWeb.Account;

/// <summary>The fields of a second factor.</summary>
public sealed class CodeInput
{
    public string? Code { get; set; }

    /// <summary>Whether this browser is trusted from now on.</summary>
    public bool RememberDevice { get; set; }
}
