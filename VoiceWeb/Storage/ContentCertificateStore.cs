using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using VoiceWeb.Engine.Provenance;

namespace VoiceWeb.Storage;

/// <summary>The operator's certificate for content credentials, read once at its first use.</summary>
public sealed class ContentCertificateStore(IOptions<ContentCredentialOptions> options) : IDisposable
{
    private readonly Lazy<(ContentCertificate? Certificate, string? Fault)> _loaded = new(() => Load(options.Value));

    /// <summary>Whether the operator wants content credentials.</summary>
    public bool Wanted => options.Value.CertificateFile.Length > 0;

    /// <summary>The certificate; null when none is wanted, or it cannot be used.</summary>
    public ContentCertificate? Certificate => _loaded.Value.Certificate;

    /// <summary>Why the certificate that is wanted cannot be used; null when it can.</summary>
    public string? Fault => _loaded.Value.Fault;

    /// <inheritdoc />
    public void Dispose()
    {
        if (_loaded.IsValueCreated)
        {
            Certificate?.Dispose();
        }
    }

    private static (ContentCertificate? Certificate, string? Fault) Load(ContentCredentialOptions options)
    {
        if (options.CertificateFile.Length == 0)
        {
            return (null, null);
        }

        var chain = new X509Certificate2Collection();
        var key = ECDsa.Create();
        try
        {
            chain.ImportFromPemFile(options.CertificateFile);
            var pem = File.ReadAllText(options.KeyFile.Length > 0 ? options.KeyFile : options.CertificateFile);
            if (options.KeyPassword.Length > 0)
            {
                key.ImportFromEncryptedPem(pem, options.KeyPassword);
            }
            else
            {
                key.ImportFromPem(pem);
            }

            return (new ContentCertificate(chain, key), null);
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            key.Dispose();
            return (null, unusable.Message);
        }
    }
}
