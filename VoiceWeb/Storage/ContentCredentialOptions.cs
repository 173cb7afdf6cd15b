namespace VoiceWeb.Storage;

/// <summary>The operator's certificate for content credentials (C2PA). Section <c>C2pa</c> in appsettings. Without one none are written.</summary>
public sealed class ContentCredentialOptions
{
    /// <summary>PEM file: the signer's certificate first, then its issuers without the root. Default empty: no content credentials.</summary>
    public string CertificateFile { get; init; } = "";

    /// <summary>PEM file with the private key, PKCS#8 or SEC 1, plain or with a password. Empty: it stands in the certificate's file.</summary>
    public string KeyFile { get; init; } = "";

    /// <summary>Password of the private key; empty for none. Better given in the environment variable <c>C2pa__KeyPassword</c>.</summary>
    public string KeyPassword { get; init; } = "";
}
