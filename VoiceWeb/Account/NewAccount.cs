namespace VoiceWeb.Account;

/// <summary>What a person fills in to get an account. A field left empty arrives as null and is kept as an empty text.</summary>
public sealed class NewAccount
{
    /// <summary>The secret of the owner's link or of the invitation.</summary>
    public string Token { get; set => field = value ?? ""; } = "";

    /// <summary>How the person is called on screen.</summary>
    public string Name { get; set => field = value ?? ""; } = "";

    public string Email { get; set => field = value ?? ""; } = "";

    /// <summary>Name of the first school; only the owner gives one.</summary>
    public string School { get; set => field = value ?? ""; } = "";

    /// <summary>Empty for an account that signs in by passkey alone.</summary>
    public string Password { get; set => field = value ?? ""; } = "";

    /// <summary>The new passkey as the browser serialised it; empty for an account that signs in by password.</summary>
    public string Credential { get; set => field = value ?? ""; } = "";
}
